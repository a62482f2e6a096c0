using System.Runtime.CompilerServices;
using StataRuns.StandIn.Commands;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Output;

namespace StataRuns.StandIn.Programs;

/// <summary>Runs blocks and commands. Errors are exceptions; <c>continue</c> and <c>exit</c> are <see cref="Session.Pending"/>.</summary>
internal sealed class Executor(Session session)
{
    /// <summary>Each prefix holds the rest of its line: a long line of nothing else would eat the machine's memory.</summary>
    private const int MostPrefixes = 100;

    private int _prefixes;

    /// <summary>Runs a block's commands until its end or until one of them wants out.</summary>
    public void Run(Node[] nodes)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new StataError(1000, "system limit exceeded - see manual");
        }

        bool? lastIf = null;
        foreach (var node in nodes)
        {
            lastIf = Step(node, lastIf);
            if (session.Pending != Flow.None)
            {
                return;
            }
        }
    }

    /// <summary>Runs one command; the result is what an <c>else</c> behind it has to know, null if none may follow.</summary>
    public bool? Step(Node node, bool? lastIf)
    {
        session.Logs.FlushIfDue();
        if (node.Word == "if")
        {
            return Reporting(() => If(node.Text[2..], node.Body));
        }

        if (node.Word == "else")
        {
            return Reporting(() => Else(node.Text[4..], node.Body, lastIf));
        }

        if (node.ProgramLines is { } lines)
        {
            ProgramDefinition.Define(session, session.Macros.Expand(node.Text), lines);
        }
        else if (node.Body is { } body)
        {
            Reporting(() => Block(node.Text, body, isPrefixed: false));
        }
        else
        {
            Line(node.Text);
        }

        return null;
    }

    /// <summary>A command as written.</summary>
    public void Line(string text) => Reporting(() =>
    {
        var prefixes = _prefixes;
        _prefixes = 0;
        try
        {
            Expanded(session.Macros.Expand(text));
        }
        finally
        {
            _prefixes = prefixes;
        }
    });

    /// <summary>A command whose macros are expanded.</summary>
    public void Expanded(string text)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (_prefixes >= MostPrefixes)
        {
            throw new StataError(1000, "system limit exceeded - see manual");
        }

        text = text.Trim();
        if (text.Length == 0 || text[0] == '*')
        {
            return;
        }

        var scanner = new Scanner(text);
        var word = CommandWord(ref scanner);
        var command = Find(word) ?? throw Unrecognized(word);
        if (!command.IsQuick)
        {
            session.Logs.Flush(); // it may take long, and what was said before it would be hidden until then
        }

        _prefixes++;
        try
        {
            command.Run(session, scanner.Rest);
        }
        finally
        {
            _prefixes--;
        }
    }

    /// <summary>Sees to it that an error is told while the mode is still that of the command which failed.</summary>
    public void Reporting(Action run) => Reporting(() =>
    {
        run();
        return true;
    });

    private T Reporting<T>(Func<T> run) => ErrorReport.Around(session, run);

    /// <summary>Runs a body for as long as the loop goes on; false if it has to end.</summary>
    public bool LoopBody(Node[] body)
    {
        Run(body);
        if (session.Pending == Flow.Continue)
        {
            session.Pending = Flow.None;
        }
        else if (session.Pending == Flow.Break)
        {
            session.Pending = Flow.None;
            return false;
        }

        return session.Pending == Flow.None;
    }

    /// <summary>What a line begins with: a word, or a sign that is a command.</summary>
    private static string CommandWord(ref Scanner scanner)
    {
        var word = scanner.Name();
        if (word.Length > 0)
        {
            return word;
        }

        var here = scanner.Here;
        scanner.Position++;
        return here switch
        {
            '!' => "shell",
            '#' => "#" + scanner.Name(),
            _ => here.ToString(),
        };
    }

    private Command? Find(string word)
    {
        if (session.Programs.TryGetValue(word, out var program))
        {
            return new Command(word, word.Length, (_, rest) => ProgramRunner.Run(session, program, rest));
        }

        if (CommandTable.Find(word) is { } command)
        {
            return command;
        }

        return AdoFiles.Load(session, word) is { } loaded
            ? new Command(word, word.Length, (_, rest) => ProgramRunner.Run(session, loaded, rest))
            : null;
    }

    private static StataError Unrecognized(string word) =>
        word.Length > 0 && Names.IsStart(word[0])
            ? new StataError(199, $"command {word} is unrecognized")
            : new StataError(199, $"{word} is not a valid command name");

    /// <summary>What an <c>if</c> that opens a block says.</summary>
    public bool Condition(string rest) => Reporting(() =>
    {
        var condition = First(session.Macros.Expand(rest), out var behind);
        return behind.Length == 0 ? condition : throw StataError.InvalidSyntax();
    });

    /// <summary><c>if exp command</c>, macros expanded.</summary>
    public bool If(string text)
    {
        var condition = First(text, out var command);
        if (condition)
        {
            Expanded(Unbraced(command));
        }

        return condition;
    }

    private bool If(string rest, Node[]? body)
    {
        if (body is null)
        {
            return If(session.Macros.Expand(rest));
        }

        var condition = Condition(rest);
        if (condition)
        {
            Run(body);
        }

        return condition;
    }

    private bool First(string text, out string behind)
    {
        var position = 0;
        var condition = ExpressionParser.ParseFirst(session, text, ref position).IsTrue(0);
        behind = text[position..].Trim();
        return condition;
    }

    private bool? Else(string rest, Node[]? body, bool? lastIf)
    {
        if (lastIf is not { } wasTrue)
        {
            throw new StataError(198, "else without if");
        }

        rest = rest.Trim();
        var isElseIf = new Scanner(rest).Name() == "if";
        if (wasTrue)
        {
            return isElseIf ? true : null;
        }

        if (isElseIf)
        {
            return If(rest[2..], body);
        }

        if (body is null)
        {
            Expanded(session.Macros.Expand(Unbraced(rest)));
        }
        else
        {
            Run(body);
        }

        return null;
    }

    /// <summary>A block with something before its brace: a loop, prefixes, or both.</summary>
    private void Block(string header, Node[] body, bool isPrefixed)
    {
        var scanner = new Scanner(header);
        var word = scanner.Name();
        if (word.Length == 0 && (header.StartsWith('`') || header.StartsWith('$')))
        {
            var expanded = session.Macros.Expand(header).Trim();
            scanner = new Scanner(expanded);
            word = scanner.Name();
        }

        if (word.Length == 0 && scanner.IsAtEnd && isPrefixed)
        {
            Run(body);
        }
        else if (word == "if" && isPrefixed)
        {
            If(scanner.Rest, body);
        }
        else if (Loops.Find(word) is { } loop)
        {
            loop(session, scanner.Rest, body);
        }
        else if (Prefixes.Find(word) is { } prefix)
        {
            prefix(session, scanner.Rest, rest => Block(rest.Trim(), body, isPrefixed: true));
        }
        else
        {
            throw word.Length > 0 && CommandTable.Find(word) is null ? Unrecognized(word) : new StataError(198, "{ not allowed here");
        }
    }

    private static string Unbraced(string command) =>
        command.StartsWith('{') && command.EndsWith('}') ? command[1..^1].Trim() : command;
}
