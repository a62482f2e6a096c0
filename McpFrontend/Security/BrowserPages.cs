using System.Text;

namespace StataRuns.McpFrontend.Security;

/// <summary>
/// The pages that a person opens in a browser, which can ask for a password and send nothing else: for these, and for reading only, the
/// token or key may come as the password (any user name). A browser sends it along with whatever another site makes it
/// ask for, so nothing that changes anything is among them.
/// </summary>
internal static class BrowserPages
{
    /// <summary>What a browser needs to hear before it asks its person.</summary>
    public const string Challenge = "Basic realm=\"StataRuns\", charset=\"UTF-8\"";

    private const string Scheme = "Basic ";

    /// <summary>Is this a page, being read?</summary>
    public static bool IsRead(HttpRequest request, EndpointAccess access) =>
        access.IsPage && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));

    /// <summary>The password of a header; null if there is none.</summary>
    public static string? Password(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out var count))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, count);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : text[(colon + 1)..];
    }
}
