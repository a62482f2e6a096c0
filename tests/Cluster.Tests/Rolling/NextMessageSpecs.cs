using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Invocation;
using Orleans.Serialization.Session;
using StataRuns.Clients;
using StataRuns.Hosts;
using StataRuns.Output;
using StataRuns.Runs;

namespace StataRuns.Cluster.Tests.Rolling;

/// <summary>
/// While a cluster is renewed, programs of two versions speak to each other: this one reads what the next one writes, which has
/// members more, and what the one before it wrote, which has members less.
/// </summary>
public sealed class NextMessageSpecs : IDisposable
{
    private static readonly RunSnapshot Run = new()
    {
        Version = new RunVersion(2, 7),
        RunId = RunId.New("lab1", DateTimeOffset.UnixEpoch),
        Kind = "file",
        Status = RunStatus.Running,
        Owner = "ann",
        FilePath = "/p/main.do",
        FileSha256 = new string('0', 64),
        Arguments = ["a"],
        WorkingDir = "/p",
        SubmittedAt = DateTimeOffset.UnixEpoch,
        Usage = new RunUsage(1, 2, 3),
        Progress = new RunProgress(1, 2, "commands", 50, null, 1, "list", null),
        Error = new RunError(111, "no", null, null, 1),
        Notes = ["note"],
        Graphs = [new RunGraph("Graph", 5)],
        Files = [new WrittenFile("/p/out.csv", 5, "export delimited")],
        Label = "main",
        Environment = ["MYDATA"],
    };

    private static readonly HostPulse Pulse = new(4, 1, 2, IsDraining: true);

    private static readonly SeatCounts Counts = new(4, 3, 2, 1);

    private readonly ServiceProvider _services =
        new ServiceCollection().AddSerializer(builder => builder.AddAssembly(typeof(RunSnapshot).Assembly)).BuildServiceProvider();

    /// <summary>Every record that crosses from one program to another.</summary>
    public static TheoryData<string> Messages => [.. Samples.Keys];

    private static Dictionary<string, object> Samples { get; } = new object[]
    {
        Run, Run.Usage, Run.Progress!, Run.Error!, Run.Graphs[0], Run.Files[0], Pulse, new HostOffer(Pulse, "no"), new SubmitResult(null, SubmitOutcome.Refused, "no"),
        new RunRequest { Owner = "ann", FilePath = "/p/main.do", CallKey = "key", Environment = new Dictionary<string, string> { ["MYDATA"] = "/data" }, Label = "main" }, new HostDescription { Host = "lab1", IsDraining = true, Counts = Counts }, Counts,
        new OutputPage(1, new byte[] { 1, 2 }, 3, End: true), new ClientSession("ann", "{}", ["stata://runs"]),
    }.ToDictionary(sample => sample.GetType().Name);

    private Serializer Serializer => _services.GetRequiredService<Serializer>();

    public void Dispose() => _services.Dispose();

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Messages))]
    public async Task A_message_with_members_that_this_version_does_not_know_is_read_as_if_it_had_none(string name)
    {
        await Task.Yield();
        var read = Serializer.Deserialize<object>(WithMore(Serializer.SerializeToArray(Samples[name])));

        Assert.Equivalent(Samples[name], read, strict: true);
    }

    [Fact(Timeout = 30_000)]
    public async Task Each_record_that_crosses_a_border_is_among_them()
    {
        await Task.Yield();
        var crossing = typeof(RunSnapshot).Assembly.GetExportedTypes()
            .Where(type => type is { IsInterface: false, IsValueType: false } && type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            .Where(type => !typeof(Exception).IsAssignableFrom(type))
            .Select(type => type.Name);

        Assert.Empty(crossing.Except(Samples.Keys));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_message_of_an_older_version_lacks_what_came_later_and_is_read_with_what_stands_for_nothing()
    {
        await Task.Yield();
        var read = Serializer.Deserialize<RunRequest>(Older<RunRequest>("ann", "/p/main.do"))!;

        Assert.Equal(("ann", "/p/main.do", null, null, false), (read.Owner, read.FilePath, read.CallKey, read.TimeoutSeconds, read.Rerun));
        Assert.Empty(read.Arguments);
        Assert.Empty(read.Environment);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_number_of_an_enumeration_that_this_version_has_no_name_for_passes_as_it_is()
    {
        await Task.Yield();
        const SubmitOutcome later = (SubmitOutcome)42;

        Assert.Equal(later, Serializer.Deserialize<SubmitResult>(Serializer.SerializeToArray(new SubmitResult(Run, later, null)))!.How);
    }

    /// <summary>A method's call is a message too: its arguments are members, and the last one was added.</summary>
    [Fact(Timeout = 30_000)]
    public async Task A_gateway_of_the_version_before_asks_a_host_what_it_has_without_saying_who_asks()
    {
        await Task.Yield();
        var call = typeof(IHostGrain).Assembly.GetTypes().Where(type => typeof(IInvokable).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => (IInvokable)RuntimeHelpers.GetUninitializedObject(type))
            .Single(call => call.GetInterfaceType() == typeof(IHostGrain) && call.GetMethodName() == nameof(IHostGrain.DescribeAsync));
        call.SetArgument(0, "ann");
        var message = Serializer.SerializeToArray<object>(call);
        Assert.Equal("ann", ((IInvokable)Serializer.Deserialize<object>(message)!).GetArgument(0));

        var argument = Written((ref writer) => StringCodec.WriteField(ref writer, 0, "ann"));
        var at = message.AsSpan().IndexOf(argument);
        Assert.True(at > 0, "The argument is a member by itself.");
        byte[] older = [.. message[..at], .. message[(at + argument.Length)..]];
        Assert.Null(((IInvokable)Serializer.Deserialize<object>(older)!).GetArgument(0));

        // And the older host reads over what it does not know.
        byte[] newer = [.. message[..(at + argument.Length)], .. Written((ref writer) => StringCodec.WriteField(ref writer, 1, "said by the next version")), .. message[(at + argument.Length)..]];
        Assert.Equal("ann", ((IInvokable)Serializer.Deserialize<object>(newer)!).GetArgument(0));
    }

    /// <summary>The message as a later version writes it: with one more member behind the others.</summary>
    private byte[] WithMore(byte[] message)
    {
        // The parameters of a record come first, and their end is marked; where it has nothing else, the new one is one of them.
        var end = Written((ref writer) =>
        {
            writer.WriteEndBase();
            writer.WriteEndObject();
        });
        end = message.AsSpan().EndsWith(end) ? end : Written((ref writer) => writer.WriteEndObject());
        Assert.Equal(end, message[^end.Length..]);
        return [.. message[..^end.Length], .. Written((ref writer) => StringCodec.WriteField(ref writer, 9, "said by the next version")), .. end];
    }

    /// <summary>The message as an earlier version wrote it: with its first members only.</summary>
    private byte[] Older<T>(params string[] members) => Written((ref writer) =>
    {
        writer.WriteStartObject(0, typeof(T), typeof(T));
        writer.WriteEndBase();
        foreach (var (i, member) in members.Index())
        {
            StringCodec.WriteField(ref writer, i == 0 ? 0u : 1u, member);
        }

        writer.WriteEndObject();
    });

    private byte[] Written(Write write)
    {
        using var session = _services.GetRequiredService<SerializerSessionPool>().GetSession();
        var bytes = new ArrayBufferWriter<byte>();
        var writer = Writer.Create(bytes, session);
        write(ref writer);
        writer.Commit();
        return bytes.WrittenSpan.ToArray();
    }

    private delegate void Write(ref Writer<ArrayBufferWriter<byte>> writer);
}
