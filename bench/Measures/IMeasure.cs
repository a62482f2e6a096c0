using StataRuns.Bench.Report;

namespace StataRuns.Bench.Measures;

/// <summary>One benchmark.</summary>
internal interface IMeasure
{
    /// <summary>What <c>bench.sh NAME</c> calls it.</summary>
    string Name { get; }

    /// <summary>What its figures mean and how they were taken, for the reader of the results.</summary>
    string Meaning { get; }

    /// <summary>Why it cannot be taken here; null if it can.</summary>
    string? LeftOut => null;

    Task<IReadOnlyList<Row>> TakeAsync(Stage stage, CancellationToken cancellation);
}
