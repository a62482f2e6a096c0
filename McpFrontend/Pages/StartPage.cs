using System.Security.Cryptography;
using System.Text;
using StataRuns.McpFrontend.Security;

namespace StataRuns.McpFrontend.Pages;

/// <summary><c>/</c>: says what this is, and where the rest is.</summary>
internal static class StartPage
{
    private const string Style = """

        :root { color-scheme: light dark; }
        body { max-width: 40rem; margin: 4rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
        code { font-family: ui-monospace, monospace; }

        """;

    private const string Page = $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>StataRuns</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        <h1>StataRuns</h1>
        <p>Durable Stata runs for AI agents and the people who work with them.</p>
        <ul>
        <li>MCP clients connect to <code>/mcp</code>; <code>stataruns connect</code> prints their configuration.</li>
        <li>From a terminal: <code>stataruns ps</code>, <code>stataruns logs RUN_ID</code>.</li>
        <li><a href="/dashboard">Dashboard</a>: the grains and silos behind this service.</li>
        </ul>
        </main>
        </body>
        </html>

        """;

    // Its own style and nothing else: no script, no other address, no frame.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapStartPage(this WebApplication app) => app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], async (HttpContext context) =>
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.WriteAsync(Page, context.RequestAborted);
        }
    }).WithMetadata(EndpointAccess.Page);
}
