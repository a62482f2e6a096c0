namespace StataRuns.StandIn.Expressions;

/// <summary>
/// A parsed expression: its type is known before it's evaluated, and it is evaluated for as many observations (counted from 0) as need be.
/// </summary>
internal sealed class Expression
{
    private readonly Func<int, double>? _number;
    private readonly Func<int, string>? _text;

    private Expression(Func<int, double>? number, Func<int, string>? text)
    {
        _number = number;
        _text = text;
    }

    public bool IsText => _text is not null;

    /// <summary>The same for every observation, as far as that is known without evaluating it.</summary>
    public bool IsConstant { get; private init; }

    public static Expression OfNumber(Func<int, double> number) => new(number, null);

    public static Expression OfText(Func<int, string> text) => new(null, text);

    public static Expression Constant(double value) => new(_ => value, null) { IsConstant = true };

    public static Expression Constant(string value) => new(null, _ => value) { IsConstant = true };

    public double Number(int observation) => _number is null ? throw StataError.TypeMismatch() : _number(observation);

    public string Text(int observation) => _text is null ? throw StataError.TypeMismatch() : _text(observation);

    /// <summary>Anything but zero is true, missing values too.</summary>
    public bool IsTrue(int observation) => Number(observation) != 0;

    public Value Evaluate(int observation) => IsText ? Value.Of(Text(observation)) : Value.Of(Number(observation));

    public Expression MustBeNumber() => IsText ? throw StataError.TypeMismatch() : this;

    public Expression MustBeText() => IsText ? this : throw StataError.TypeMismatch();
}
