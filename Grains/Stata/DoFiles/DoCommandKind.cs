namespace StataRuns.Stata;

/// <summary>What a command of a do-file is, as far as following its log needs to know.</summary>
internal enum DoCommandKind
{
    /// <summary>A command on one logical line.</summary>
    Command,

    /// <summary><c>foreach</c>, <c>forvalues</c>, <c>while</c>: the body is echoed once, numbered, before it runs.</summary>
    Loop,

    /// <summary><c>if</c>, <c>else</c>, <c>capture {</c> and other blocks: the lines inside are echoed as they are reached.</summary>
    Branch,

    /// <summary><c>program define … end</c>: echoed numbered; it defines and runs nothing.</summary>
    Program,

    /// <summary><c>mata … end</c>.</summary>
    Mata,

    /// <summary><c>python … end</c> or <c>java … end</c>.</summary>
    Embedded,

    /// <summary><c>input … end</c>.</summary>
    Input,

    /// <summary><c>do</c>, <c>run</c> or <c>include</c> of another file.</summary>
    Do,
}
