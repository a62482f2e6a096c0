using System.Numerics;

namespace StataRuns.StandIn.Statistics;

/// <summary>
/// xoshiro256++ of Blackman and Vigna, seeded by SplitMix64: the same seed gives the same numbers on every machine.
/// They are not the numbers of Stata's own generators.
/// </summary>
internal sealed class RandomNumbers
{
    public const long UsualSeed = 123_456_789;
    private readonly ulong[] _state = new ulong[4];
    private double _spare;
    private bool _hasSpare;

    public RandomNumbers() => Seed(UsualSeed);

    public void Seed(long seed)
    {
        var mix = (ulong)seed;
        for (var i = 0; i < _state.Length; i++)
        {
            mix += 0x9E37_79B9_7F4A_7C15;
            var z = (mix ^ (mix >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            _state[i] = z ^ (z >> 31);
        }

        _hasSpare = false;
    }

    /// <summary>Between 0 and 1, both excluded.</summary>
    public double Uniform() => ((Next() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>From 0 up to, not including, a bound.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Standard normal, by Marsaglia's polar method.</summary>
    public double Normal()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        while (true)
        {
            var u = (2 * Uniform()) - 1;
            var v = (2 * Uniform()) - 1;
            var s = (u * u) + (v * v);
            if (s is > 0 and < 1)
            {
                var factor = Math.Sqrt(-2 * Math.Log(s) / s);
                _spare = v * factor;
                _hasSpare = true;
                return u * factor;
            }
        }
    }

    private ulong Next()
    {
        var result = BitOperations.RotateLeft(_state[0] + _state[3], 23) + _state[0];
        var t = _state[1] << 17;
        _state[2] ^= _state[0];
        _state[3] ^= _state[1];
        _state[1] ^= _state[2];
        _state[0] ^= _state[3];
        _state[2] ^= t;
        _state[3] = BitOperations.RotateLeft(_state[3], 45);
        return result;
    }
}
