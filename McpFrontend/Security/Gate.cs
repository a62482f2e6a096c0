using StataRuns.Configuration;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Security;

/// <summary>
/// The door: host, origin, token, in this order and before anything else sees a request. Whoever comes through has an owner's name.
/// </summary>
internal sealed class Gate(RequestDelegate next, HostNames names, GateKey key)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!names.Allows(request.Host.Host))
        {
            await context.SentenceAsync(
                StatusCodes.Status400BadRequest, $"This service is not called \"{Short(request.Host.Host)}\": its names are {names}.");
            return;
        }

        if (request.Headers.Origin is { Count: > 0 } origins && !(origins is [{ } origin] && names.AllowsOrigin(origin)))
        {
            await context.SentenceAsync(
                StatusCodes.Status403Forbidden, $"Pages of {Short(origins.ToString())} may not call this service: only pages of this machine may.");
            return;
        }

        if (IsOpen(request.Path) || key.Opens(TokenOf(request)))
        {
            context.User = key.Visitor;
            await next(context);
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await context.SentenceAsync(
            StatusCodes.Status401Unauthorized,
            request.Headers.Authorization.Count == 0
                ? $"This service asks for a token: send \"Authorization: Bearer TOKEN\" with the token in {key.WhereKept}."
                : $"This is not the token of this service: the right one is in {key.WhereKept}.");
    }

    /// <summary>Health tells nothing but itself, and those who ask for it have no token.</summary>
    private static bool IsOpen(PathString path) => path.StartsWithSegments("/health", StringComparison.Ordinal);

    private static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;

    private static string Short(string text) => text.Length > 100 ? $"{text[..100]}…" : text;
}

/// <summary>What opens the door, and who it is that comes in: one token, one owner.</summary>
internal sealed class GateKey
{
    private readonly byte[]? _digest;

    /// <param name="auth">Who is let in.</param>
    /// <param name="token">The token; null if none is asked for.</param>
    /// <param name="whereKept">Where its owner finds it.</param>
    public GateKey(AuthMode auth, string? token, string whereKept)
    {
        _digest = auth is AuthMode.None ? null : Digest(token ?? throw new ArgumentNullException(nameof(token)));
        WhereKept = whereKept;
        Owner = Environment.UserName;
        Visitor = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, Owner)], "token"));
    }

    public string WhereKept { get; }

    public string Owner { get; }

    public ClaimsPrincipal Visitor { get; }

    /// <summary>Is this the token? The comparison takes as long for a wrong one, and digests hide the length.</summary>
    public bool Opens(string? token) =>
        _digest is null || (token is not null && CryptographicOperations.FixedTimeEquals(Digest(token), _digest));

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
