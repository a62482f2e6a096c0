using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace StataRuns.Runs;

/// <summary>
/// A run's name for all time: <c>ULID.HOST</c> in lower case, such as <c>01jd8c6r3v9k2m5x7q0w4e1t8z.lab2</c>. It sorts by
/// time, cannot be guessed (80 cryptographic random bits), and names the host that owns the run's process.
/// </summary>
[GenerateSerializer, Immutable, Alias("StataRuns.RunId")]
public readonly record struct RunId
{
    private const int UlidLength = 26;
    private const int LongestHost = 63;

    // Crockford's digits: without i, l, o and u.
    private static readonly SearchValues<char> UlidDigits = SearchValues.Create("0123456789abcdefghjkmnpqrstvwxyz");
    private static readonly SearchValues<char> HostLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private RunId(string text) => Text = text;

    /// <summary>The id as it is written everywhere.</summary>
    [Id(0)]
    public string Text { get; }

    /// <summary>The host's name, a slug of at most 63 letters, digits and hyphens.</summary>
    public string Host => Text[(UlidLength + 1)..];

    /// <summary>Makes a new id on a host.</summary>
    /// <param name="host">The host's name, as <see cref="IsHost"/> allows.</param>
    /// <param name="now">The time that the id sorts by.</param>
    /// <exception cref="ArgumentException"><paramref name="host"/> is not a slug.</exception>
    public static RunId New(string host, DateTimeOffset now)
    {
        if (!IsHost(host))
        {
            throw new ArgumentException($"\"{host}\" is no host name: letters a-z, digits and inner hyphens, at most {LongestHost}.", nameof(host));
        }

        // Ulid's own source of randomness is not cryptographic.
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        return new RunId($"{Ulid.NewUlid(now, random).ToString().ToLowerInvariant()}.{host}");
    }

    /// <summary>Reads an id, in whatever case; false if it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RunId id)
    {
        id = default;
        if (text is null || text.Length is < UlidLength + 2 or > UlidLength + 1 + LongestHost || text[UlidLength] != '.')
        {
            return false;
        }

        var lower = text.ToLowerInvariant();
        // A ULID has 128 bits in 26 digits of five, so that its first digit holds three bits only.
        var ulid = lower.AsSpan(0, UlidLength);
        if (ulid[0] > '7' || ulid.ContainsAnyExcept(UlidDigits) || !IsHost(lower[(UlidLength + 1)..]))
        {
            return false;
        }

        id = new RunId(lower);
        return true;
    }

    /// <summary>Reads an id that is known to be one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static RunId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"\"{text}\" is no run id: it looks like 01jd8c6r3v9k2m5x7q0w4e1t8z.lab2.");

    /// <summary>May this be a host's name? Lower-case letters, digits and inner hyphens.</summary>
    public static bool IsHost([NotNullWhen(true)] string? name) =>
        name is { Length: > 0 and <= LongestHost }
        && !name.AsSpan().ContainsAnyExcept(HostLetters)
        && name[0] != '-' && name[^1] != '-';

    /// <inheritdoc/>
    public override string ToString() => Text;
}
