namespace StataRuns.Runner.Protocol;

/// <summary>What a runner is told to start (<c>job.json</c>). Durations are seconds, sizes bytes, paths absolute.</summary>
public sealed record Job
{
    /// <summary>The run's id, for messages.</summary>
    public required string RunId { get; init; }

    /// <summary>The attempt's secret mark (32 hexadecimal digits); it stands in every record of the attempt and in the process's environment.</summary>
    public required string Nonce { get; init; }

    /// <summary>The program to start.</summary>
    public required string Executable { get; init; }

    /// <summary>Its arguments, without its own name.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The folder in which it starts.</summary>
    public required string StartFolder { get; init; }

    /// <summary>Its whole environment. The runner adds <see cref="Marks.NonceVariable"/> and the temporary folder's variables, nothing else.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The file whose growth counts against <see cref="MaxOutputBytes"/> beside the console: the log.</summary>
    public required string OutputFile { get; init; }

    /// <summary>Path of the control socket. Short enough for the system (100 bytes), in a folder of mode 0700.</summary>
    public required string ControlSocket { get; init; }

    /// <summary>Wall time from the start after which the tree is stopped; null for none.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>Bytes of log and console after which the tree is stopped; null for none.</summary>
    public long? MaxOutputBytes { get; init; }

    /// <summary>Seconds between the polite signal and the kill when the tree is stopped.</summary>
    public double StopGraceSeconds { get; init; } = 3;
}
