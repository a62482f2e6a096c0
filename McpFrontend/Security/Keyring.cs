using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Security;

/// <summary>What opens the door, and who it is that comes in: the token's one owner, or with keys the owner of the key.</summary>
internal sealed class Keyring
{
    private readonly List<(byte[] Digest, ClaimsPrincipal Visitor)> _keys = [];
    private readonly ClaimsPrincipal? _anybody;

    /// <param name="settings">Who is let in.</param>
    /// <param name="token">The token of the data folder; null if none is asked for.</param>
    public Keyring(ServiceSettings settings, string? token)
    {
        HasOwners = settings.Auth is AuthMode.ApiKeys;
        if (settings.Auth is AuthMode.None)
        {
            _anybody = Owner(Environment.UserName);
        }
        else
        {
            ArgumentNullException.ThrowIfNull(token);
            _keys.Add((Digest(token), HasOwners ? Operator.Visitor : Owner(Environment.UserName)));
        }

        if (HasOwners)
        {
            _keys.AddRange(
                from owner in settings.ApiKeys
                let visitor = Owner(owner.Key)
                from digest in owner.Value
                select (Convert.FromHexString(digest), visitor));
        }

        HowToAsk = HasOwners
            ? "This service needs a key: send \"Authorization: Bearer KEY\". The service's administrator makes one (\"stataruns keys new NAME\")."
            : $"This service needs a token: send \"Authorization: Bearer TOKEN\" with the token in {settings.TokenFile}.";
        Wrong = HasOwners
            ? "This is no key of this service. The service's administrator makes one (\"stataruns keys new NAME\")."
            : $"This is not the token of this service: the right one is in {settings.TokenFile}.";
    }

    /// <summary>There are several owners, each with keys of their own.</summary>
    public bool HasOwners { get; }

    /// <summary>What somebody without a key is told.</summary>
    public string HowToAsk { get; }

    /// <summary>What somebody with a wrong one is told.</summary>
    public string Wrong { get; }

    /// <summary>
    /// Who comes with this key; null if it opens nothing. All keys are tried, whichever fits, and each comparison takes as long
    /// as any: the time says neither how much of a key was right nor whose it is. Digests hide the length.
    /// </summary>
    public ClaimsPrincipal? Visitor(string? key)
    {
        if (_anybody is not null || key is null)
        {
            return _anybody;
        }

        var shown = Digest(key);
        ClaimsPrincipal? visitor = null;
        foreach (var (digest, owner) in _keys)
        {
            visitor = CryptographicOperations.FixedTimeEquals(shown, digest) ? owner : visitor;
        }

        return visitor;
    }

    private static ClaimsPrincipal Owner(string name) => new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, name)], "key"));

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
