using System.Globalization;
using StataRuns.StandIn.Commands.Files;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Expressions;

/// <summary><c>c()</c>: what can be asked about the system. Its flavour is said to be what it is, a stand-in.</summary>
internal static class SystemValues
{
    public static Value? Get(Session session, string name) => name switch
    {
        "version" => Value.Of(session.Frame.Version),
        "stata_version" => Value.Of(Session.Release),
        "flavor" or "edition" or "edition_real" => Value.Of("stand-in"),
        "bit" => Value.Of(64),
        "SE" or "MP" => Value.Of(0),
        "processors" or "processors_max" or "processors_lic" => Value.Of(1),
        "processors_mach" => Value.Of(Environment.ProcessorCount),
        "mode" => Value.Of("batch"),
        "console" => Value.Of("console"),
        "os" => Value.Of(OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "MacOSX" : "Unix"),
        "machine_type" => Value.Of("StataRuns stand-in"),
        "hostname" => Value.Of(ByteText.FromUnicode(Environment.MachineName)),
        "username" => Value.Of(ByteText.FromUnicode(Environment.UserName)),
        "pwd" => Value.Of(FolderCommands.Current()),
        "dirsep" => Value.Of("/"),
        "tmpdir" => Value.Of(ByteText.FromUnicode(Path.GetTempPath().TrimEnd('/'))),
        "sysdir_stata" => Value.Of(ByteText.FromUnicode(AppContext.BaseDirectory)),
        "current_date" => Value.Of(DateTime.Now.ToString("dd MMM yyyy", CultureInfo.InvariantCulture)),
        "current_time" => Value.Of(DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture)),
        "born_date" => Value.Of("24 Nov 2026"),
        "pi" => Value.Of(Math.PI),
        "N" => Value.Of(session.Data.Observations),
        "k" => Value.Of(session.Data.Variables.Count),
        "changed" => Value.Of(session.Data.IsChanged ? 1 : 0),
        "filename" => Value.Of(session.Data.FileName),
        "filedate" => Value.Of(session.Data.FileDate),
        "rc" => Value.Of(session.Rc),
        "linesize" => Value.Of(session.Console.LineSize),
        "level" => Value.Of(session.Settings.Level),
        "type" => Value.Of(session.Settings.Type),
        "more" => Value.Of(session.Settings.More ? "on" : "off"),
        "trace" => Value.Of(session.Settings.Trace ? "on" : "off"),
        "rmsg" => Value.Of(session.Settings.Rmsg),
        "rng" or "rng_current" => Value.Of("xoshiro256++"),
        "seed" => Value.Of(session.Settings.Seed),
        "maxlong" => Value.Of(2_147_483_620),
        "maxint" => Value.Of(32_740),
        "maxbyte" => Value.Of(100),
        "epsdouble" => Value.Of(Math.Pow(2, -52)),
        "epsfloat" => Value.Of(Math.Pow(2, -23)),
        "maxdouble" => Value.Of(8.9884656743e307),
        "maxfloat" => Value.Of(1.70141173319e38),
        "alpha" => Value.Of("a b c d e f g h i j k l m n o p q r s t u v w x y z"),
        "ALPHA" => Value.Of("A B C D E F G H I J K L M N O P Q R S T U V W X Y Z"),
        "Mons" => Value.Of("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
        "Months" => Value.Of("January February March April May June July August September October November December"),
        "Wdays" => Value.Of("Sun Mon Tue Wed Thu Fri Sat"),
        _ => session.Settings.Accepted.TryGetValue(name, out var value) ? Value.Of(value) : null,
    };
}
