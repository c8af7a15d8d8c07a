using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Catalogue.Datasets;

// The UUID of a dataset that had an integer: a UUIDv5 (RFC 9562) of its digits, so that it is the same in every run and on every machine.
internal static class DatasetId
{
    private static readonly byte[] Namespace = Convert.FromHexString("48ae3c63fd695536a536d65a7f81c564");

    public static Guid Of(long number)
    {
#pragma warning disable CA5350 // UUIDv5 is defined with SHA-1; nothing is protected by it.
        var hash = SHA1.HashData([.. Namespace, .. Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture))]);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
