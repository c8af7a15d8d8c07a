namespace Migrations.Mongo.ConnectionStrings;

// What must not stand together, what is refused, and what is taken without effect.
internal static class OptionRules
{
    private static readonly (string First, string Second)[] TlsConflicts =
    [
        ("tlsInsecure", "tlsAllowInvalidCertificates"),
        ("tlsInsecure", "tlsAllowInvalidHostnames"),
        ("tlsInsecure", "tlsDisableOCSPEndpointCheck"),
        ("tlsInsecure", "tlsDisableCertificateRevocationCheck"),
        ("tlsAllowInvalidCertificates", "tlsDisableOCSPEndpointCheck"),
        ("tlsAllowInvalidCertificates", "tlsDisableCertificateRevocationCheck"),
        ("tlsDisableOCSPEndpointCheck", "tlsDisableCertificateRevocationCheck"),
    ];

    public static void CheckConflicts(ConnectionOptions options, int hosts)
    {
        foreach (var (first, second) in TlsConflicts)
        {
            if (options.Contains(first) && options.Contains(second))
            {
                throw ConnectionStringErrors.Invalid($"The options '{first}' and '{second}' contradict each other, whatever their values. Remove one.");
            }
        }

        if (options.Boolean("tls") is { } tls && options.Boolean("ssl") is { } ssl && tls != ssl)
        {
            throw ConnectionStringErrors.Invalid("The options 'tls' and 'ssl' are two names of one thing and have different values. Remove 'ssl'.");
        }

        if (options.Boolean("directConnection") == true && hosts > 1)
        {
            throw ConnectionStringErrors.Invalid("'directConnection=true' goes to one server, but several hosts are named. Name one host, or remove the option.");
        }

        CheckServiceRecords(options);
        CheckProxy(options);
        CheckConcerns(options);
    }

    public static void RefuseUnsupported(ConnectionOptions options)
    {
        if (options.Boolean("loadBalanced") == true)
        {
            throw ConnectionStringErrors.Unsupported("'loadBalanced=true' is not supported by the built-in client. Nothing was connected. Connect to the servers behind the load balancer.");
        }

        if (options.Contains("proxyHost"))
        {
            throw ConnectionStringErrors.Unsupported("'proxyHost' is not supported: the built-in client speaks to servers directly. Nothing was connected. Use a tunnel, and name its end as the host.");
        }

        if (options.Contains("timeoutMS"))
        {
            throw ConnectionStringErrors.Unsupported("'timeoutMS' is not supported by the built-in client. Nothing was connected. Use 'socketTimeoutMS' and 'serverSelectionTimeoutMS'.");
        }

        if (options.Number("w") == 0)
        {
            throw ConnectionStringErrors.Unsupported("Unacknowledged writes (w=0) are not supported: a migration must know its outcome. Nothing was connected. Remove 'w', or write 'w=majority'.");
        }
    }

    // Not warnings of the specification: these options are valid, but have no effect here.
    public static IEnumerable<string> FindIneffective(ConnectionOptions options)
    {
        if (options.Text("readPreference") is { } preference && preference != "primary")
        {
            yield return $"'readPreference={preference}' has no effect: a migration reads from the primary.";
        }

        if (options.Text("serverMonitoringMode") == "stream")
        {
            yield return "'serverMonitoringMode=stream' has no effect: servers are polled.";
        }

        if (options.TryGet<string[]>("compressors", out _))
        {
            yield return "'compressors' has no effect: messages are not compressed.";
        }

        if (options.Boolean("tls") != true && options.Boolean("ssl") != true && options.Values.Keys.FirstOrDefault(k => k.StartsWith("tls", StringComparison.Ordinal) && k != "tls") is { } name)
        {
            yield return $"'{name}' has no effect without 'tls=true': the connection is not encrypted.";
        }
    }

    private static void CheckServiceRecords(ConnectionOptions options)
    {
        if (options.Contains("srvServiceName") || options.Contains("srvMaxHosts"))
        {
            throw ConnectionStringErrors.Invalid("'srvServiceName' and 'srvMaxHosts' belong to mongodb+srv://, and this string begins with mongodb://. Remove them.");
        }

        if (options.Boolean("loadBalanced") == true && (options.Contains("replicaSet") || options.Boolean("directConnection") == true))
        {
            throw ConnectionStringErrors.Invalid("'loadBalanced=true' contradicts 'replicaSet' and 'directConnection=true'. Remove it.");
        }
    }

    private static void CheckProxy(ConnectionOptions options)
    {
        var hasRest = options.Contains("proxyPort") || options.Contains("proxyUsername") || options.Contains("proxyPassword");
        if (hasRest && !options.Contains("proxyHost"))
        {
            throw ConnectionStringErrors.Invalid("Options of a proxy are given without 'proxyHost'. Remove them.");
        }

        if (options.Contains("proxyUsername") != options.Contains("proxyPassword"))
        {
            throw ConnectionStringErrors.Invalid("'proxyUsername' and 'proxyPassword' belong together, and one is missing. Give both or none.");
        }
    }

    private static void CheckConcerns(ConnectionOptions options)
    {
        if (options.Number("w") == 0 && options.Boolean("journal") == true)
        {
            throw ConnectionStringErrors.Invalid("'w=0' and 'journal=true' contradict each other. Remove both.");
        }

        var readsPrimary = options.Text("readPreference") is null or "primary";
        if (readsPrimary && options.Number("maxStalenessSeconds") > 0)
        {
            throw ConnectionStringErrors.Invalid("'maxStalenessSeconds' contradicts reading from the primary. Remove it.");
        }

        if (options.Text("readPreference") == "primary" && options.Contains("readPreferenceTags"))
        {
            throw ConnectionStringErrors.Invalid("'readPreferenceTags' contradict reading from the primary. Remove them.");
        }
    }
}
