using StataRuns.StandIn.Commands.Combining;
using StataRuns.StandIn.Commands.DataCommands;
using StataRuns.StandIn.Commands.Egen;
using StataRuns.StandIn.Commands.Estimation;
using StataRuns.StandIn.Commands.Estimation.After;
using StataRuns.StandIn.Commands.Estimation.Likelihoods;
using StataRuns.StandIn.Commands.Files;
using StataRuns.StandIn.Commands.Files.Delimited;
using StataRuns.StandIn.Commands.Graphs;
using StataRuns.StandIn.Commands.Hypotheses;
using StataRuns.StandIn.Commands.Language;
using StataRuns.StandIn.Commands.Matrices;
using StataRuns.StandIn.Commands.Means;
using StataRuns.StandIn.Commands.Shaping;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Commands.TimeSeries;
using StataRuns.StandIn.Commands.Variables;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands;

/// <summary>All commands and the shortest abbreviation of each.</summary>
internal static class CommandTable
{
    private static readonly Command[] All =
    [
        // Language
        new("capture", 3, Prefixed("capture"), true),
        new("quietly", 3, Prefixed("quietly"), true),
        new("noisily", 1, Prefixed("noisily"), true),
        new("version", 4, Prefixed("version"), true),
        new("nobreak", 7, Prefixed("nobreak"), true),
        new("break", 5, Prefixed("break"), true),
        new("if", 2, (session, rest) => session.Executor.If(rest), true),
        new("foreach", 7, BraceRequired, true),
        new("forvalues", 4, BraceRequired, true),
        new("while", 5, BraceRequired, true),
        new("continue", 4, FlowCommands.Continue, true),
        new("exit", 1, FlowCommands.Exit),
        new("error", 3, FlowCommands.Error, true),
        new("assert", 2, FlowCommands.Assert, true),
        new("display", 2, DisplayCommand.Run, true),
        new("program", 2, ProgramCommand.Run, true),
        new("args", 4, ArgumentCommands.Args, true),
        new("syntax", 3, SyntaxCommand.Run, true),
        new("tokenize", 5, ArgumentCommands.Tokenize, true),
        new("gettoken", 6, ArgumentCommands.GetToken, true),
        new("marksample", 10, ArgumentCommands.MarkSample),
        new("return", 3, ReturnCommands.Return, true),
        new("ereturn", 4, ReturnCommands.EReturn, true),
        new("sreturn", 4, ReturnCommands.SReturn, true),
        new("by", 2, ByCommand.By),
        new("bysort", 3, ByCommand.BySort),
        new("bys", 3, ByCommand.BySort),

        // Macros and scalars
        new("local", 3, LocalCommand.Local, true),
        new("global", 2, LocalCommand.Global, true),
        new("macro", 2, MacroCommand.Run, true),
        new("tempvar", 7, Temporaries.TempVar, true),
        new("tempname", 8, Temporaries.TempName, true),
        new("tempfile", 8, Temporaries.TempFile, true),
        new("scalar", 2, ScalarCommand.Run, true),

        // Files and the system
        new("do", 2, DoCommand.Do),
        new("run", 2, DoCommand.Run),
        new("include", 3, DoCommand.Include),
        new("cd", 2, FolderCommands.Cd),
        new("pwd", 3, FolderCommands.Pwd),
        new("mkdir", 3, FolderCommands.MkDir),
        new("rmdir", 5, FolderCommands.RmDir),
        new("dir", 3, FolderCommands.Dir),
        new("ls", 2, FolderCommands.Dir),
        new("erase", 5, FileCommands.Erase),
        new("rm", 2, FileCommands.Erase),
        new("copy", 4, FileCommands.Copy),
        new("type", 2, FileCommands.Type),
        new("file", 4, FileCommand.Run),
        new("log", 3, LogCommand.Run),
        new("shell", 2, SystemCommands.Shell),
        new("sleep", 5, SystemCommands.Sleep),
        new("confirm", 4, ConfirmCommand.Run, true),

        // The session
        new("set", 3, SetCommand.Run),
        new("clear", 5, ClearCommand.Run),
        new("cls", 3, (_, _) => { }),
        new("discard", 7, (_, _) => { }),
        new("about", 5, SystemCommands.About),
        new("which", 5, SystemCommands.Which),
        new("timer", 5, TimerCommand.Run),
        new("_dots", 5, DotsCommand.Run, true),

        // Data
        new("generate", 1, GenerateCommand.Run),
        new("replace", 7, ReplaceCommand.Run),
        new("egen", 4, EgenCommand.Run),
        new("drop", 4, DropCommands.Drop),
        new("keep", 4, DropCommands.Keep),
        new("rename", 3, RenameCommand.Run),
        new("order", 5, OrderCommand.Run),
        new("format", 4, VariableCommands.Format),
        new("label", 2, LabelCommand.Run),
        new("recast", 6, VariableCommands.Recast),
        new("compress", 8, VariableCommands.Compress),
        new("sort", 2, SortCommand.Sort),
        new("gsort", 5, SortCommand.GSort),
        new("preserve", 8, PreserveCommands.Preserve),
        new("restore", 7, PreserveCommands.Restore),
        new("expand", 6, ExpandCommand.Run),

        // Matrices
        new("matrix", 3, MatrixCommand.Run),
        new("mkmat", 5, VariableMatrixCommands.Make),
        new("svmat", 5, VariableMatrixCommands.Save),

        // Data files
        new("use", 1, UseCommand.Run),
        new("save", 2, SaveCommand.Run),
        new("sysuse", 6, UseCommand.Shipped),
        new("webuse", 6, UseCommand.Shipped),
        new("append", 3, AppendCommand.Run),
        new("merge", 3, MergeCommand.Run),
        new("input", 3, InputCommand.Run),
        new("import", 3, DelimitedCommands.Import),
        new("export", 3, DelimitedCommands.Export),

        // Data in other shapes
        new("collapse", 8, CollapseCommand.Run),
        new("reshape", 7, ReshapeCommand.Run),
        new("duplicates", 10, DuplicatesCommand.Run),
        new("contract", 8, ContractCommand.Run),
        new("fillin", 6, FillInCommand.Run),
        new("sample", 6, SampleCommand.Run),
        new("bsample", 7, BSampleCommand.Run),
        new("isid", 4, IsIdCommand.Run),

        // Values, labels and time
        new("recode", 6, RecodeCommand.Run),
        new("encode", 6, EncodeCommand.Run),
        new("decode", 6, DecodeCommand.Run),
        new("destring", 8, DestringCommand.Run),
        new("tostring", 8, ToStringCommand.Run),
        new("split", 5, SplitCommand.Run),
        new("xtile", 5, XTileCommand.Run),
        new("notes", 4, NotesCommand.Run),
        new("note", 4, NotesCommand.Run),
        new("char", 4, CharacteristicCommand.Run),
        new("tsset", 5, TimeSetCommand.TsSet),
        new("xtset", 5, TimeSetCommand.XtSet),

        // Tables
        new("count", 3, CountCommand.Run),
        new("list", 1, ListCommand.Run),
        new("describe", 1, DescribeCommand.Run),
        new("ds", 2, DsCommand.Run),
        new("lookfor", 7, LookForCommand.Run),
        new("summarize", 2, SummarizeCommand.Run),
        new("levelsof", 8, LevelsCommand.Run),
        new("tabulate", 2, TabulateCommand.Tabulate),
        new("tab1", 4, TabulateCommand.Tab1),
        new("tab2", 4, TabulateCommand.Tab2),
        new("tabi", 4, ImmediateTable.Run),
        new("tabstat", 7, TabStatCommand.Run),
        new("correlate", 3, CorrelateCommand.Run),
        new("pwcorr", 6, PairwiseCommand.Run),
        new("spearman", 8, SpearmanCommand.Run),
        new("codebook", 8, CodebookCommand.Run),
        new("inspect", 3, InspectCommand.Run),
        new("misstable", 9, MissTableCommand.Run),

        // Tests and intervals
        new("ttest", 5, TTestCommand.Run),
        new("ttesti", 6, TTestCommand.Immediate),
        new("sdtest", 6, SdTestCommand.Run),
        new("prtest", 6, PrTestCommand.Run),
        new("ranksum", 7, RankSumCommand.Run),
        new("signrank", 8, SignRankCommand.Run),
        new("kwallis", 7, KWallisCommand.Run),
        new("oneway", 4, OneWayCommand.Run),
        new("ci", 2, IntervalCommand.Run),
        new("centile", 4, CentileCommand.Run),
        new("mean", 4, MeanCommand.Run),
        new("proportion", 4, ProportionCommand.Run),

        // Estimation
        new("regress", 3, RegressCommand.Run),
        new("logit", 5, LikelihoodCommand.Logit),
        new("logistic", 8, LikelihoodCommand.Logistic),
        new("probit", 6, LikelihoodCommand.Probit),
        new("poisson", 7, LikelihoodCommand.Poisson),
        new("predict", 4, PredictCommand.Run),
        new("test", 2, TestCommand.Test),
        new("testparm", 8, TestCommand.TestParameters),
        new("lincom", 6, CombinationCommands.Linear),
        new("lrtest", 6, LikelihoodRatioTest.Run),
        new("nlcom", 5, CombinationCommands.Nonlinear),
        new("estimates", 3, EstimatesCommand.Run),
        new("estat", 5, EstatCommand.Run),
        new("bootstrap", 9, BootstrapCommand.Run),
        new("bs", 2, BootstrapCommand.Run),
        new("simulate", 5, SimulateCommand.Run),

        // Graphs
        new("graph", 2, GraphCommand.Run),
        new("twoway", 2, TwowayCommand.Twoway),
        new("scatter", 2, TwowayCommand.Scatter),
        new("line", 4, TwowayCommand.Line),
        new("histogram", 4, HistogramCommand.Run),
        new("kdensity", 4, DensityCommand.Run),
    ];

    private static readonly Dictionary<string, Command> ByWord = Index();

    public static Command? Find(string word) => ByWord.GetValueOrDefault(word);

    /// <summary>A name comes before another's abbreviation, and of abbreviations the first in the table wins.</summary>
    private static Dictionary<string, Command> Index()
    {
        var index = new Dictionary<string, Command>(All.Length * 5, StringComparer.Ordinal);
        foreach (var command in All)
        {
            index[command.Name] = command;
        }

        foreach (var command in All)
        {
            for (var length = command.Shortest; length < command.Name.Length; length++)
            {
                index.TryAdd(command.Name[..length], command);
            }
        }

        return index;
    }

    private static Action<Session, string> Prefixed(string word) =>
        (session, rest) => Prefixes.Find(word)!(session, rest, session.Executor.Expanded);

    private static void BraceRequired(Session session, string rest) => throw new StataError(100, "{ required");
}
