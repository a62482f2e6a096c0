using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace StataRuns.McpFrontend.Security;

/// <summary>Who a request comes from, and for which name, where a proxy stands between: its word counts, and nobody else's.</summary>
internal static class ProxyTrust
{
    /// <summary>Believes one proxy, and only what it added itself; without one nobody is believed.</summary>
    public static void TrustProxy(this WebApplication app, IPAddress? proxy)
    {
        if (proxy is null)
        {
            return;
        }

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = 1,
        };

        // By default everything on this machine is believed.
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        options.KnownProxies.Add(proxy);
        app.UseForwardedHeaders(options);
    }
}
