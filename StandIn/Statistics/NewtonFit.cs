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

    public NewtonFit(Likelihood likelihood, double[][] columns, double[] y, bool hasConstant, double[]? weights, double[]? offset, double[] start)
    {
        (_likelihood, _columns, _y, _hasConstant, _weights, _offset) = (likelihood, columns, y, hasConstant, weights, offset);
        Coefficients = start;
        _index = new double[y.Length];
        Move(start);
        LogLikelihood = Total();
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
            scores[i] = _likelihood(_y[i], _index[i]).Score * Weight(i);
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
            Move(to);
            LogLikelihood = Total();
            if (LogLikelihood >= before - (1e-10 * Math.Abs(before)))
            {
                return;
            }

            to = [.. to.Zip(from, (a, b) => (a + b) / 2)];
        }

        Coefficients = from;
        Move(from);
        LogLikelihood = before;
    }

    private LeastSquares Fit()
    {
        var response = new double[_y.Length];
        var weights = new double[_y.Length];
        for (var i = 0; i < response.Length; i++)
        {
            var (_, score, information) = _likelihood(_y[i], _index[i]);
            var size = Math.Max(information, 1e-200);
            response[i] = _index[i] - (_offset is null ? 0 : _offset[i]) + (score / size);
            weights[i] = size * Weight(i);
        }

        return LeastSquares.Fit(_columns, response, _hasConstant, weights);
    }

    private void Move(double[] coefficients)
    {
        for (var i = 0; i < _index.Length; i++)
        {
            _index[i] = _offset is null ? 0 : _offset[i];
        }

        for (var j = 0; j < _columns.Length; j++)
        {
            var (column, b) = (_columns[j], coefficients[j]);
            for (var i = 0; b != 0 && i < column.Length; i++)
            {
                _index[i] += b * column[i];
            }
        }
    }

    private double Total()
    {
        var total = 0.0;
        for (var i = 0; i < _y.Length; i++)
        {
            total += _likelihood(_y[i], _index[i]).LogLikelihood * Weight(i);
        }

        return total;
    }

    private double Weight(int at) => _weights is null ? 1 : _weights[at];
}
