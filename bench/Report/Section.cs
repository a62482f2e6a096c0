using StataRuns.Bench.Measures;

namespace StataRuns.Bench.Report;

/// <summary>A benchmark and what it found.</summary>
internal sealed record Section(IMeasure Measure, IReadOnlyList<Row> Rows);
