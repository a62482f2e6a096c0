using System.Globalization;
using System.Text;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Files.Delimited;

/// <summary>
/// <c>import delimited [newvars] [using] filename [, clear delimiters() varnames() case() rowrange() colrange() encoding() stringcols() numericcols() asfloat
/// asdouble bindquotes()]</c>
/// </summary>
internal static class ImportDelimited
{
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var clears = options.Take("clear");
        var delimiters = options.TakeText("delimiters", out var text, 5) ? DelimitedCommands.Delimiters(text.Replace(", collapse", "", StringComparison.Ordinal)) : null;
        var names = options.TakeText("varnames", out text, 3) ? text : "";
        var letters = options.TakeText("case", out text) ? text : "lower";
        var encoding = options.TakeText("encoding", out text, 3) ? Macros.Tokens.Unquote(text) : "";
        var binds = !options.TakeText("bindquotes", out text, 9) || text != "nobind";
        var stringColumns = options.TakeText("stringcols", out text, 6) ? Columns(text) : _ => false;
        var numericColumns = options.TakeText("numericcols", out text, 7) ? Columns(text) : _ => false;
        var rows = options.TakeText("rowrange", out text, 3) ? Range(text) : (1, int.MaxValue);
        var columns = options.TakeText("colrange", out text, 3) ? Range(text) : (1, int.MaxValue);
        options.TakeText("maxquotedrows", out _, 4);
        options.TakeText("stripquotes", out _, 8);
        options.Take("asfloat");
        var asDouble = options.Take("asdouble");
        options.Finish();
        rest = comma < 0 ? rest : rest[..comma];
        var position = CommandSplitter.Word(rest, "using");
        var name = FileNames.WithExtension(FileNames.Whole(position < 0 ? rest : rest[(position + "using".Length)..]), ".csv");
        var given = position < 0 ? [] : rest[..position].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        DataFile.CheckSaved(session, clears);
        var content = Content(session, name, encoding);
        var table = Read(content, delimiters ?? DelimitedReader.Guess(content), binds);
        var data = new Table(table, names, letters, rows, columns).ToDataset(given, stringColumns, numericColumns, asDouble);
        session.Data.Exchange(data);
        session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"({session.Data.Variables.Count:#,0} var{(session.Data.Variables.Count == 1 ? "" : "s")}, {session.Data.Observations:#,0} obs)"));
    }

    private static string Content(Session session, string name, string encoding)
    {
        var bytes = FileNames.Guard(name, () => File.ReadAllBytes(FileNames.ToPath(name)));
        var isLatin = encoding.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal) is "LATIN1" or "ISO88591" or "WINDOWS1252" or "CP1252";
        if (encoding.Length > 0 && !isLatin && !encoding.Replace("-", "", StringComparison.Ordinal).Equals("utf8", StringComparison.OrdinalIgnoreCase))
        {
            throw StataError.NotImitated($"encoding {encoding}");
        }

        if (encoding.Length == 0)
        {
            isLatin = !System.Text.Unicode.Utf8.IsValid(bytes);
            session.Console.WriteLine($"(encoding automatically selected: {(isLatin ? "ISO-8859-1" : "UTF-8")})");
        }

        var text = Encoding.Latin1.GetString(bytes);
        return isLatin ? ByteText.FromUnicode(text) : text;
    }

    private static List<List<string>> Read(string content, string delimiters, bool binds)
    {
        var reader = new DelimitedReader(content, delimiters, binds);
        List<List<string>> rows = [];
        while (reader.Next() is { } row)
        {
            if (row.Count > 1 || row[0].Length > 0)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private static Func<int, bool> Columns(string text)
    {
        if (text.Trim() == "_all")
        {
            return _ => true;
        }

        var numbers = NumberList.Parse(text).ToHashSet();
        return column => numbers.Contains(column);
    }

    private static (int First, int Last) Range(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (first, last) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        int? From(string part, int instead) => part.Trim().Length == 0 ? instead : int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
        return From(first, 1) is { } from && From(last, int.MaxValue) is { } to && from <= to ? (from, to) : throw new StataError(198, "invalid range");
    }

    /// <summary>Rows of fields, and which of them hold the names.</summary>
    private sealed class Table
    {
        private readonly List<List<string>> _rows;
        private readonly List<string> _names = [];
        private readonly List<string> _labels = [];
        private readonly int _firstColumn;

        public Table(List<List<string>> rows, string names, string letters, (int First, int Last) range, (int First, int Last) columns)
        {
            var nameRow = names switch
            {
                "nonames" or "nonam" or "no" => 0,
                "" => LooksLikeNames(rows) ? 1 : 0,
                _ when int.TryParse(names, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
                _ => throw new StataError(198, "varnames() incorrectly specified"),
            };
            var first = Math.Max(range.First, nameRow + 1);
            _rows = [.. rows.Skip(first - 1).Take(range.Last - first + 1)];
            _firstColumn = columns.First;
            var width = Math.Min(columns.Last, rows.Select(row => row.Count).DefaultIfEmpty(0).Max());
            for (var column = columns.First; column <= width; column++)
            {
                var label = nameRow > 0 && nameRow <= rows.Count && column <= rows[nameRow - 1].Count ? rows[nameRow - 1][column - 1] : "";
                var name = Name(label.Trim(), letters, column);
                _names.Add(name);
                _labels.Add(name == label ? "" : label);
            }
        }

        public Dataset ToDataset(string[] given, Func<int, bool> isString, Func<int, bool> isNumeric, bool asDouble)
        {
            if (given.Length > 0 && given.Length != _names.Count)
            {
                throw new StataError(given.Length > _names.Count ? 103 : 102, given.Length > _names.Count ? "too many variables specified" : "too few variables specified");
            }

            var data = new Dataset();
            for (var i = 0; i < _names.Count; i++)
            {
                var column = new DelimitedColumn();
                var number = _firstColumn + i;
                _rows.ForEach(row => column.Add(number <= row.Count ? row[number - 1] : ""));
                var variable = column.ToVariable(given.Length > 0 ? given[i] : _names[i], _rows.Count, isString(number) ? true : isNumeric(number) ? false : null, asDouble);
                variable.Label = _labels[i];
                data.Append(variable);
            }

            data.DeclareObservations(_rows.Count);
            return data;
        }

        /// <summary>No field of the first row is a number, and some field below is, or there are names in it alone.</summary>
        private static bool LooksLikeNames(List<List<string>> rows) =>
            rows.Count > 0 && rows[0].TrueForAll(field => !DelimitedColumn.IsNumeric(field) || field.Length == 0) && rows[0].Exists(field => field.Length > 0);

        private string Name(string label, string letters, int column)
        {
            var name = string.Concat(label.Select(letter => Names.IsPart(letter) ? letter.ToString() : ""));
            name = letters switch
            {
                "upper" => TextFunctions.Upper(name),
                "preserve" or "pres" => name,
                _ => TextFunctions.Lower(name),
            };
            name = name.Length > 0 && char.IsAsciiDigit(name[0]) ? "v" + column.ToString(CultureInfo.InvariantCulture) : name;
            name = name.Length > Names.Longest ? name[..Names.Longest] : name;
            return name.Length == 0 || Names.IsReserved(name) || _names.Contains(name) ? "v" + column.ToString(CultureInfo.InvariantCulture) : name;
        }
    }
}
