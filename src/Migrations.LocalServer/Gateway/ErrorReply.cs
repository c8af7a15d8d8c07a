using System.Globalization;
using Migrations.Bytes;
using Migrations.LocalServer.Gateway.Commands;
using Migrations.LocalServer.Gateway.Failures;
using Migrations.LocalServer.Gateway.Requests;

namespace Migrations.LocalServer.Gateway;

internal static class ErrorReply
{
    public static RawDocument From(CommandFailure failure, CommandRequest? request)
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        writer.WriteDouble("ok", 0);
        writer.WriteString("errmsg", failure.Message);
        writer.WriteInt32("code", failure.Code);
        writer.WriteString("codeName", ServerError.NameOf(failure.Code));
        WriteLabels(writer, failure.HasFinalLabels || request is null ? failure.Labels : [.. LabelsOf(failure.Code, request)]);
        writer.WriteEndDocument();
        return new RawDocument(writer.ToArray());
    }

    public static void WriteLabels(RawWriter writer, IReadOnlyList<string> labels)
    {
        if (labels.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("errorLabels");
        for (var i = 0; i < labels.Count; i++)
        {
            writer.WriteString(i.ToString(CultureInfo.InvariantCulture), labels[i]);
        }

        writer.WriteEndArray();
    }

    // The labels that MongoDB's servers add themselves.
    private static IEnumerable<string> LabelsOf(int code, CommandRequest request)
    {
        var isEnding = request.Name is "commitTransaction" or "abortTransaction";
        if (request.Session.IsInTransaction && ServerError.IsTransientInTransaction(code) && (!isEnding || !ServerError.IsRetryableWrite(code)))
        {
            yield return "TransientTransactionError";
        }

        var isRetryable = isEnding || (request.Session is { TransactionNumber: not null, IsInTransaction: false } && CommandTable.Find(request.Name)?.Has(CommandTraits.RetryableWrite) == true);
        if (isRetryable && ServerError.IsRetryableWrite(code))
        {
            yield return "RetryableWriteError";
        }
    }
}
