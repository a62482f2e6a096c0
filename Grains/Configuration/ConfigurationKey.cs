namespace StataRuns.Configuration;

/// <summary>One setting of the section <c>StataRuns</c>.</summary>
/// <param name="Name">Its name below the section; a part in braces stands for any name.</param>
/// <param name="Default">Its default, in words.</param>
/// <param name="Meaning">What it does, in one sentence.</param>
internal abstract record ConfigurationKey(string Name, string Default, string Meaning)
{
    /// <summary>The section of the configuration that is ours.</summary>
    public const string Section = "StataRuns";

    /// <summary>False for a setting of later work: only its default is accepted.</summary>
    public bool IsAvailable { get; init; } = true;

    /// <summary>What is allowed, in words.</summary>
    public abstract string Allowed { get; }

    /// <summary>Its values are never shown nor written down.</summary>
    public abstract bool IsSecret { get; }

    /// <summary>What is wrong with a value, in one line; null if nothing is.</summary>
    /// <param name="path">The name under which the value was found, below the section.</param>
    /// <param name="text">The value.</param>
    public abstract string? Check(string path, string text);

    /// <summary>Is this the setting of that name?</summary>
    public bool Matches(string path)
    {
        var (mine, theirs) = (Name.Split(':'), path.Split(':'));
        return mine.Length == theirs.Length
            && mine.Zip(theirs).All(part => part.First.StartsWith('{') ? part.Second.Length > 0
                : part.First.Equals(part.Second, StringComparison.OrdinalIgnoreCase));
    }
}

/// <inheritdoc cref="ConfigurationKey"/>
/// <param name="Name">Its name below the section.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="DefaultValue">Its default.</param>
/// <param name="Default">Its default, in words.</param>
/// <param name="Meaning">What it does, in one sentence.</param>
internal sealed record ConfigurationKey<T>(string Name, ValueKind<T> Kind, T DefaultValue, string Default, string Meaning)
    : ConfigurationKey(Name, Default, Meaning)
{
    /// <inheritdoc/>
    public override string Allowed => Kind.Allowed;

    /// <inheritdoc/>
    public override bool IsSecret => Kind.IsSecret;

    /// <inheritdoc/>
    public override string? Check(string path, string text)
    {
        var shown = IsSecret ? "a value that is not shown" : $"\"{text}\"";
        var isValue = Kind.TryRead(text, out var value);
        if (IsAvailable)
        {
            return isValue ? null
                : Kind.Later.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase)
                    ? $"{Section}:{path}={text.Trim()} is not available yet; allowed is {Allowed}."
                    : $"{Section}:{path} is {shown}, but must be {Allowed}.";
        }

        // What asks for today's behaviour is obeyed; what asks for more must not be ignored.
        return text.Trim().Equals(Default, StringComparison.OrdinalIgnoreCase)
            || (isValue && DefaultValue is not null && EqualityComparer<T>.Default.Equals(value, DefaultValue))
                ? null
                : $"{Section}:{path} is {shown}, but this setting is not available yet; leave it out.";
    }

    /// <summary>Reads a value that was checked.</summary>
    public T Read(string text) => Kind.TryRead(text, out var value) ? value : DefaultValue;
}
