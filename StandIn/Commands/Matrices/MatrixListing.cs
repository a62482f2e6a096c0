using System.Globalization;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Matrices;

/// <summary>
/// <c>matrix list A [, noblank nohalf noheader nonames format() title()]</c>. All columns are as wide as the widest cell or name; two
/// blanks part them; a symmetric matrix shows its lower half. What does not fit in a line follows below, as published logs show.
/// </summary>
internal static class MatrixListing
{
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var name = (comma < 0 ? rest : rest[..comma]).Trim();
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var format = options.TakeText("format", out var given, 1) ? DisplayFormat.Parse(given) ?? throw new StataError(120, "invalid %format") : DisplayFormat.Double;
        options.TakeText("title", out var title, 1);
        var (hasBlank, hasHeader, isHalf, hasNames) = (!options.Take("noblank", 3), !options.Take("noheader", 4), !options.Take("nohalf", 4), !options.Take("nonames", 4));
        options.Take("nodotz");
        options.Finish();
        var matrix = MatrixLookup.Get(session, name);
        var isSymmetric = isHalf && matrix.IsSymmetric();
        if (hasBlank)
        {
            session.Console.WriteLine();
        }

        if (hasHeader)
        {
            var caption = title.Length > 0 ? $":  {Tokens.Unquote(title)}" : "";
            session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(isSymmetric ? "symmetric " : "")}{name}[{matrix.Rows},{matrix.Columns}]{caption}"));
        }

        new Layout(session, matrix, format, isSymmetric, hasNames).Show();
    }

    private sealed class Layout
    {
        private readonly Session _session;
        private readonly Matrix _matrix;
        private readonly DisplayFormat _format;
        private readonly bool _isHalf;
        private readonly string[][] _heads;
        private readonly string[][] _sides;
        private readonly int _width;
        private readonly int _side;

        public Layout(Session session, Matrix matrix, DisplayFormat format, bool isHalf, bool hasNames)
        {
            (_session, _matrix, _format, _isHalf) = (session, matrix, format, isHalf);
            _heads = hasNames ? [.. matrix.ColumnNames.Select(Head)] : [.. matrix.ColumnNames.Select(_ => Array.Empty<string>())];
            _sides = hasNames ? Sides(matrix.RowNames) : [.. matrix.RowNames.Select(string[] (_) => [""])];
            _width = _heads.SelectMany(lines => lines).Select(line => ByteText.Width(line)).DefaultIfEmpty(1).Max();
            foreach (var cell in matrix.Cells)
            {
                _width = Math.Max(_width, format.Bare(cell).Length);
            }

            _side = _sides.Max(lines => lines.Max(line => ByteText.Width(line)));
        }

        public void Show()
        {
            var fitting = Math.Max(1, (_session.Console.LineSize - _side) / (_width + 2));
            for (var first = 0; first < _matrix.Columns; first += fitting)
            {
                if (first > 0)
                {
                    _session.Console.WriteLine();
                }

                Block(first, Math.Min(_matrix.Columns, first + fitting));
            }
        }

        private void Block(int first, int end)
        {
            var lines = _heads[first..end].Max(head => head.Length);
            for (var line = 0; line < lines; line++)
            {
                var text = new System.Text.StringBuilder(new string(' ', _side));
                for (var j = first; j < end; j++)
                {
                    var head = _heads[j];
                    var at = line - (lines - head.Length);
                    text.Append("  ").Append(Right(at >= 0 ? head[at] : "", _width));
                }

                _session.Console.WriteLine(text.ToString().TrimEnd());
            }

            for (var i = _isHalf ? first : 0; i < _matrix.Rows; i++)
            {
                foreach (var line in _sides[i].SkipLast(1))
                {
                    _session.Console.WriteLine(Right(line, _side));
                }

                var text = new System.Text.StringBuilder(Right(_sides[i][^1], _side));
                for (var j = first; j < (_isHalf ? Math.Min(end, i + 1) : end); j++)
                {
                    text.Append("  ").Append(Right(_format.Bare(_matrix[i, j]), _width));
                }

                _session.Console.WriteLine(text.ToString());
            }
        }

        /// <summary>The equation in a line of its own, an interaction's parts in theirs, and <c>1b.</c> above its variable.</summary>
        private static string[] Head(Stripe stripe)
        {
            List<string> lines = stripe.Equation.Length > 0 ? [$"{stripe.Equation}:"] : [];
            var parts = stripe.Name.Split('#');
            var point = stripe.Name.IndexOf('.', StringComparison.Ordinal);
            if (parts.Length > 1)
            {
                lines.AddRange(parts.Select((part, i) => i < parts.Length - 1 ? $"{part}#" : part));
            }
            else if (point > 0 && char.IsAsciiDigit(stripe.Name[0]))
            {
                lines.AddRange([stripe.Name[..(point + 1)], stripe.Name[(point + 1)..]]);
            }
            else
            {
                lines.Add(stripe.Name);
            }

            return [.. lines];
        }

        private static string[][] Sides(Stripe[] names)
        {
            var equation = names.Max(name => ByteText.Width(name.Equation));
            var width = names.Max(name => name.Name.Split('#').Max(part => ByteText.Width(part)));
            return [.. names.Select(name =>
            {
                var parts = name.Name.Split('#');
                return parts.Select((part, i) => (equation > 0 ? Right(i == 0 ? name.Equation : "", equation) + (i == 0 ? ":" : " ") + Right(Mark(parts, i), width) : Mark(parts, i))).ToArray();
            })];
        }

        private static string Mark(string[] parts, int at) => at < parts.Length - 1 ? $"{parts[at]}#" : parts[at];

        private static string Right(string text, int width) => new string(' ', Math.Max(0, width - ByteText.Width(text))) + text;
    }
}
