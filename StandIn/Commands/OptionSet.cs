using System.Globalization;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Commands;

/// <summary>A command's options; each is taken once, and what nobody takes is an error.</summary>
internal sealed class OptionSet
{
    private readonly List<(string Name, string? Argument)> _options = [];

    public bool IsEmpty => _options.Count == 0;

    /// <summary>The names and arguments not yet taken.</summary>
    public IReadOnlyList<(string Name, string? Argument)> Left => _options;

    /// <param name="text">What stands behind the comma.</param>
    public static OptionSet Parse(string text)
    {
        var set = new OptionSet();
        var scanner = new Scanner(text);
        scanner.SkipBlanks();
        while (!scanner.IsAtEnd)
        {
            if (scanner.Here == ',')
            {
                scanner.Position++;
                scanner.SkipBlanks();
                continue;
            }

            var name = scanner.Name();
            if (name.Length == 0)
            {
                throw StataError.InvalidSyntax();
            }

            var hasArgument = scanner.Here == '(';
            set._options.Add((name, hasArgument ? scanner.Bracketed('(', ')') : null));
            scanner.SkipBlanks();
        }

        return set;
    }

    /// <summary>An option without argument.</summary>
    /// <param name="shortest">Letters of its shortest abbreviation; 0 if it can't be abbreviated.</param>
    public bool Take(string name, int shortest = 0)
    {
        var index = _options.FindIndex(option => option.Argument is null && IsAbbreviation(option.Name, name, shortest));
        if (index < 0)
        {
            return false;
        }

        _options.RemoveAt(index);
        return true;
    }

    public bool TakeText(string name, out string text, int shortest = 0)
    {
        var index = _options.FindIndex(option => option.Argument is not null && IsAbbreviation(option.Name, name, shortest));
        text = index < 0 ? "" : _options[index].Argument!.Trim();
        if (index >= 0)
        {
            _options.RemoveAt(index);
        }

        return index >= 0;
    }

    public double? TakeNumber(string name, int shortest = 0)
    {
        if (!TakeText(name, out var text, shortest))
        {
            return null;
        }

        return double.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new StataError(198, $"option {name}() incorrectly specified");
    }

    /// <summary>Throws if an option is left that the command doesn't know.</summary>
    public void Finish()
    {
        if (_options.Count > 0)
        {
            throw StataError.OptionNotAllowed(_options[0].Argument is null ? _options[0].Name : $"{_options[0].Name}()");
        }
    }

    public static bool IsAbbreviation(string text, string name, int shortest) =>
        text == name || (shortest > 0 && text.Length >= shortest && name.StartsWith(text, StringComparison.Ordinal));
}
