namespace StataRuns.McpFrontend.Security;

/// <summary>
/// The door: host, origin, key, in this order and before anything else sees a request. Whoever comes through has an owner's name.
/// </summary>
internal sealed class Gate(RequestDelegate next, HostNames names, Keyring keys)
{
    /// <summary>How a request without a key is answered: by it a program recognises this service before it sends a key.</summary>
    public const string Challenge = "Bearer realm=\"StataRuns\"";

    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!names.Allows(request.Host.Host))
        {
            await context.SentenceAsync(
                StatusCodes.Status400BadRequest,
                $"This service is not called \"{Short(request.Host.Host)}\": its names are {names}. StataRuns:Http:Names gives it others.");
            return;
        }

        if (request.Headers.Origin is { Count: > 0 } origins && !(origins is [{ } origin] && names.AllowsOrigin(origin)))
        {
            await context.SentenceAsync(
                StatusCodes.Status403Forbidden, $"Pages of {Short(origins.ToString())} may not call this service: only its own pages may, and those of this machine.");
            return;
        }

        var access = EndpointAccess.Of(context);
        if (access.IsOpen)
        {
            await next(context);
            return;
        }

        var isPage = BrowserPages.IsRead(request, access);
        if (keys.Visitor(KeyOf(request, isPage)) is not { } visitor)
        {
            await TurnAwayAsync(context, isPage);
            return;
        }

        if (keys.HasOwners && Operator.Objection(visitor, access) is { } objection)
        {
            await context.SentenceAsync(StatusCodes.Status403Forbidden, objection);
            return;
        }

        if (isPage)
        {
            context.Response.Headers.XFrameOptions = "DENY"; // no other site's frame around what a password opened
        }

        context.User = visitor;
        await next(context);
    }

    private Task TurnAwayAsync(HttpContext context, bool isPage)
    {
        context.Response.Headers.WWWAuthenticate = isPage ? BrowserPages.Challenge : Challenge;
        return context.SentenceAsync(
            StatusCodes.Status401Unauthorized, context.Request.Headers.Authorization.Count == 0 ? keys.HowToAsk : keys.Wrong);
    }

    private static string? KeyOf(HttpRequest request, bool isPage) => request.Headers.Authorization is not [{ } header] ? null
        : header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim()
        : isPage ? BrowserPages.Password(header)
        : null;

    private static string Short(string text) => text.Length > 100 ? $"{text[..100]}…" : text;
}
