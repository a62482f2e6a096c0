using StataRuns.StandIn.Commands;
using StataRuns.StandIn.Commands.Estimation;
using StataRuns.StandIn.Commands.Files;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Graphs;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Output;
using StataRuns.StandIn.Statistics;
using Console = StataRuns.StandIn.Output.Console;

namespace StataRuns.StandIn.Programs;

/// <summary>All that a running stand-in knows: data, macros, programs, results, open files.</summary>
internal sealed class Session : IDisposable
{
    public const double Release = 19.5;

    public Session()
    {
        Console = new Console(Logs);
        Macros = new MacroExpander(this);
        Executor = new Executor(this);
    }

    public Logs Logs { get; } = new();

    public Console Console { get; }

    public MacroExpander Macros { get; }

    public Executor Executor { get; }

    public Dataset Data { get; } = new();

    public RandomNumbers Random { get; } = new();

    public Dictionary<string, string> Globals { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Value> Scalars { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Matrix> Matrices { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, StataProgram> Programs { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, TextFile> Files { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SortedDictionary<double, string>> ValueLabels => Data.ValueLabels;

    public Settings Settings { get; } = new();

    public Timers Timers { get; } = new();

    public GraphMemory Graphs => field ??= new();

    public Frame Frame { get; set; } = new(null, Release);

    public Results R { get; set; } = new();

    public Results E { get; set; } = new();

    public Results S { get; set; } = new();

    /// <summary>What <c>estimates store</c> keeps.</summary>
    public Dictionary<string, Results> StoredEstimates { get; } = new(StringComparer.Ordinal);

    /// <summary>The hypotheses of the last <c>test</c>, which <c>accumulate</c> adds to.</summary>
    public List<LinearHypothesis> LastHypotheses { get; set; } = [];

    /// <summary>What <c>regexm()</c> found last.</summary>
    public string[]? LastMatch { get; set; }

    /// <summary><c>_rc</c>, set by <c>capture</c>.</summary>
    public int Rc { get; set; }

    /// <summary>Set by <c>continue</c> and <c>exit</c>, taken back by the loop, program or do-file that it ends.</summary>
    public Flow Pending { get; set; }

    public int NextTemporary { get; set; }

    /// <summary>The first observation's value, as commands that work on no observations see an expression.</summary>
    public double Number(string expression) => ExpressionParser.Parse(this, expression).Number(0);

    public Value Evaluate(string text)
    {
        var expression = ExpressionParser.Parse(this, text);
        return expression.IsText ? Value.Of(expression.Text(0)) : Value.Of(expression.Number(0));
    }

    /// <summary>Closes and deletes what would otherwise stay.</summary>
    public void Dispose()
    {
        foreach (var file in Files.Values)
        {
            file.Dispose();
        }

        for (var frame = Frame; frame is not null; frame = frame.Parent)
        {
            TemporaryFiles.Delete(frame);
        }

        Logs.Dispose();
    }
}
