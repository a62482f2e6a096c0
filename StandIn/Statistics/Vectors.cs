using System.Numerics;
using System.Runtime.InteropServices;

namespace StataRuns.StandIn.Statistics;

/// <summary>The two loops that least squares spends its time in, some numbers at once.</summary>
internal static class Vectors
{
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var a = MemoryMarshal.Cast<double, Vector<double>>(x);
        var b = MemoryMarshal.Cast<double, Vector<double>>(y);
        var sums = Vector<double>.Zero;
        for (var i = 0; i < a.Length; i++)
        {
            sums += a[i] * b[i];
        }

        var sum = Vector.Sum(sums);
        for (var i = a.Length * Vector<double>.Count; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>y += factor * x</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        var a = MemoryMarshal.Cast<double, Vector<double>>(x);
        var b = MemoryMarshal.Cast<double, Vector<double>>(y);
        var factors = new Vector<double>(factor);
        for (var i = 0; i < a.Length; i++)
        {
            b[i] += factors * a[i];
        }

        for (var i = a.Length * Vector<double>.Count; i < x.Length; i++)
        {
            y[i] += factor * x[i];
        }
    }
}
