using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Matrices;

/// <summary>Matrices are defined, computed with, and asked for as Stata's language has it.</summary>
public sealed class MatrixSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("matrix A = (1,2\\3,4)\ndisplay A[2,1] \" \" rowsof(A) \" \" colsof(A)", "3 2 2")]
    [InlineData("matrix A = (1,2\\3,4)\nmatrix B = A*A' - 2*I(2)\ndisplay B[1,1] \" \" B[1,2] \" \" B[2,2]", "3 11 23")]
    [InlineData("matrix A = (1,2\\3,4)\nmatrix B = inv(A)*A\ndisplay reldif(B[1,1],1) < 1e-14 \" \" abs(B[1,2]) < 1e-14", "1 1")]
    [InlineData("matrix A = (4,2\\2,3)\nmatrix B = cholesky(A)\ndisplay B[1,1] \" \" B[1,2] \" \" mreldif(B*B', A) < 1e-15", "2 0 1")]
    [InlineData("matrix A = (4,2\\2,3)\ndisplay det(A) \" \" trace(A) \" \" issymmetric(A)", "8 7 1")]
    [InlineData("matrix A = (2,4\\4,8)\nmatrix B = invsym(A)\ndisplay diag0cnt(B)", "1")]
    [InlineData("matrix A = (1,2) # (1\\10)\ndisplay A[2,2] \" `: rowfullnames A'\"", "20 r1:r1 r1:r2")]
    [InlineData("matrix A = nullmat(A) \\ (1,2)\nmatrix A = nullmat(A) \\ (3,4)\ndisplay \"`: rownames A' \" A[2,1]", "r1 r1 3")]
    [InlineData("matrix A = diag((1,2,3))\nmatrix B = vecdiag(A)\nmatrix C = hadamard(B,B)\ndisplay C[1,3] \" \" A[3,1]", "9 0")]
    [InlineData("matrix A = J(3,3,7)\nmatrix A[2,2] = (1,2\\3,4)\ndisplay A[3,2] A[1,1] A[2,3]", "372")]
    [InlineData("matrix A = (1,2,3\\4,5,6)\nmatrix B = A[2,2...]\ndisplay B[1,1] colsof(B)", "52")]
    [InlineData("matrix A = (1,2\\3,4)\nmatrix rownames A = a b\nmatrix colnames A = eq1:x eq2:y\ndisplay A[\"b\",\"eq2:y\"] \" \" rownumb(A,\"b\") \" `: coleq A'\"", "4 2 eq1 eq2")]
    [InlineData("matrix A = (1,2)\ndisplay missing(A[3,1]) missing(el(A,1,9)) matmissing(A)", "110")]
    [InlineData("matrix A = (1 \\ 2)\nquietly set obs 3\ngenerate x = A[_n,1]\ndisplay x[1] x[2] x[3]", "(1 missing value generated) 12.")]
    [InlineData("matrix A = (2,1\\1,2)\nmatrix symeigen X v = A\ndisplay v[1,1] \" \" v[1,2]", "3 1")]
    [InlineData("scalar s = 3\nmatrix A = (s, sqrt(16) \\ -s, 2^3)\ndisplay A[1,1] A[1,2] A[2,1] A[2,2]", "34-38")]
    [InlineData("program p, rclass\n    tempname M\n    matrix `M' = (5,6)\n    return matrix out = `M'\nend\np\nmatrix B = r(out)\ndisplay B[1,2] \" \" r(out)[1,1]", "6 5")]
    [InlineData("matrix A = (1,2)\nmatrix B = A\nmatrix B[1,1] = 9\ndisplay A[1,1]", "1")]
    public async Task A_matrix_is_what_its_expression_says(string source, string expected)
    {
        var log = await Batch.LogOfAsync(source + "\n");

        var said = log.Split('\n').Where(line => line.Length > 0 && !line.StartsWith(". ", StringComparison.Ordinal) && !line.StartsWith("  ", StringComparison.Ordinal)
            && line is not ("." or "end of do-file"));
        Assert.Equal(expected, string.Join(' ', said));
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("matrix A = (1,2) + (1,2,3)", 503)]
    [InlineData("matrix A = (1,2\\3)", 503)]
    [InlineData("matrix A = nosuch", 111)]
    [InlineData("matrix list nosuch", 111)]
    [InlineData("matrix A = inv((1,2\\2,4))", 504)]
    [InlineData("matrix A = cholesky((1,2\\2,1))", 506)]
    [InlineData("matrix A = invsym((1,2\\3,4))", 505)]
    [InlineData("matrix A = (1,2)\ndisplay A", 509)]
    [InlineData("matrix A = (1,2", 132)]
    [InlineData("matrix drop nosuch", 111)]
    [InlineData("matrix A = \"a\"", 109)]
    [InlineData("matrix nosuch A B", 198)]
    public async Task What_cannot_be_computed_is_an_error(string source, int code)
    {
        var log = await Batch.LogOfAsync(source + "\n");

        Assert.EndsWith($"\nr({code});\n\nend of do-file\nr({code});\n", log, StringComparison.Ordinal);
    }

    /// <summary>The layout is that of matrices listed in published logs of Stata 19.</summary>
    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_listing_has_Statas_columns()
    {
        var log = await Batch.LogOfAsync("""
            matrix T = (.62561937, -.00899868 \ .11662446, .00622571 \ 8.1219e-08, .14834403 \ ., .)
            matrix rownames T = b se pvalue df
            matrix colnames T = slope _cons
            matrix list T
            matrix S = (4,1\1,3)
            matrix list S
            matrix list S, nohalf noheader format(%6.2f)
            """);

        Assert.Contains("""

            T[4,2]
                         slope       _cons
                 b   .62561937  -.00899868
                se   .11662446   .00622571
            pvalue   8.122e-08   .14834403
                df           .           .

            """.ReplaceLineEndings("\n"), log, StringComparison.Ordinal);
        Assert.Contains("\nsymmetric S[2,2]\n    c1  c2\nr1   4\nr2   1   3\n", log, StringComparison.Ordinal);
        Assert.Contains("\n\n      c1    c2\nr1  4.00  1.00\nr2  1.00  3.00\n", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Variables_become_a_matrix_and_a_matrix_variables()
    {
        var log = await Batch.LogOfAsync("""
            quietly set obs 5
            generate x = _n
            generate y = x^2
            mkmat x y if x > 1, matrix(M)
            matrix accum XX = x y
            matrix accum D = x y, deviations noconstant
            svmat M, names(matcol)
            display M[1,2] " " XX["y","x"] " " XX[3,3] " " D[1,1] " " D[2,1] " " My[4] " " missing(My[5])
            """);

        Assert.Contains("\n(obs=5)\n", log, StringComparison.Ordinal);
        Assert.Contains("\n4 225 5 10 60 25 1\n", log, StringComparison.Ordinal);
    }
}
