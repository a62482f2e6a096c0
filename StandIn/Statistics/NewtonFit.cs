namespace StataRuns.StandIn.Statistics;

/// <summary>
/// Newton's method for a likelihood of one index. Each step is a weighted least-squares fit of the working response, which keeps the
/// digits that normal equations lose; a step that lowers the likelihood is halved.
/// </summary>
internal sealed class NewtonFit
{
    private const double Tolerance = 1e-7;
    private const int MostHalvings = 30;

    private readonly Likelihood _likelihood;
    private readonly double[][] _columns;
    private readonly double[] _y;
    private readonly double[]? _weights;
    private readonly double[]? _offset;
    private readonly bool _hasConstant;
    private readonly double[] _index;
    private readonly double[] _scores;
    private readonly double[] _information;

    public NewtonFit(Likelihood likelihood, double[][] columns, double[] y, bool hasConstant, double[]? weights, double[]? offset, double[] start)
    {
        (_likelihood, _columns, _y, _hasConstant, _weights, _offset) = (likelihood, columns, y, hasConstant, weights, offset);
        Coefficients = start;
        (_index, _scores, _information) = (new double[y.Length], new double[y.Length], new double[y.Length]);
        LogLikelihood = At(start);
    }

    public double[] Coefficients { get; private set; }

    public double LogLikelihood { get; private set; }

    public double[,] Inverse { get; private set; } = new double[0, 0];

    public int Iterations { get; private set; }

    public bool IsConverged { get; private set; }

    /// <summary>The derivative in the index of each observation, times its weight.</summary>
    public double[] Scores()
    {
        var scores = new double[_y.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = _scores[i] * Weight(i);
        }

        return scores;
    }

    /// <param name="told">Gets the number of each iteration and its log likelihood, from 0.</param>
    public void Run(int most, Action<int, double> told)
    {
        told(0, LogLikelihood);
        while (!IsConverged && Iterations < most)
        {
            var before = LogLikelihood;
            Step();
            told(++Iterations, LogLikelihood);
            IsConverged = Math.Abs(LogLikelihood - before) <= Tolerance * Math.Abs(before) || LogLikelihood == before;
        }

        Step(); // once more in silence: the likelihood has settled before the last digits of the coefficients have
        Inverse = Fit().Inverse;
    }

    private void Step()
    {
        var from = Coefficients;
        var to = Fit().Coefficients;
        var before = LogLikelihood;
        for (var halving = 0; halving < MostHalvings; halving++)
        {
            Coefficients = to;
            LogLikelihood = At(to);
            if (LogLikelihood >= before - (1e-10 * Math.Abs(before)))
            {
                return;
            }

            to = [.. to.Zip(from, (a, b) => (a + b) / 2)];
        }

        Coefficients = from;
        LogLikelihood = At(from);
    }

    private LeastSquares Fit()
    {
        var response = new double[_y.Length];
        var weights = new double[_y.Length];
        for (var i = 0; i < response.Length; i++)
        {
            var size = Math.Max(_information[i], 1e-200);
            response[i] = _index[i] - (_offset is null ? 0 : _offset[i]) + (_scores[i] / size);
            weights[i] = size * Weight(i);
        }

        return LeastSquares.Fit(_columns, response, _hasConstant, weights);
    }

    /// <summary>The log likelihood at some coefficients; derivatives are kept for the next step.</summary>
    private double At(double[] coefficients)
    {
        for (var i = 0; i < _index.Length; i++)
        {
            _index[i] = _offset is null ? 0 : _offset[i];
        }

        for (var j = 0; j < _columns.Length; j++)
        {
            Vectors.AddScaled(coefficients[j], _columns[j], _index);
        }

        var total = 0.0;
        for (var i = 0; i < _y.Length; i++)
        {
            (var value, _scores[i], _information[i]) = _likelihood(_y[i], _index[i]);
            total += value * Weight(i);
        }

        return total;
    }

    private double Weight(int at) => _weights is null ? 1 : _weights[at];
}
