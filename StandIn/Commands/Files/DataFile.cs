using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Data.Dta;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Files;

/// <summary>A data set on disk.</summary>
internal static class DataFile
{
    public const string Extension = ".dta";

    public static Dataset Read(string name, Func<Dataset, IEnumerable<Variable>>? wanted = null, Func<long, (long First, long Last)>? range = null)
    {
        if (name.Contains("://", StringComparison.Ordinal))
        {
            throw StataError.NotImitated("reading data from the web");
        }

        var path = FileNames.ToPath(name);
        using var stream = FileNames.Guard(name, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16));
        try
        {
            return DtaReader.Read(stream, wanted, range);
        }
        catch (StataError error) when (error.Code == 610)
        {
            throw new StataError(610, $"file {name} not Stata format");
        }
        catch (IOException)
        {
            throw new StataError(692, $"file {name}: I/O error on read");
        }
    }

    /// <summary>The file as it was stays until the new one is whole.</summary>
    public static void Write(Dataset data, string name, IEnumerable<string> valueLabels)
    {
        var now = DateTime.Now;
        var path = FileNames.ToPath(name);
        var unfinished = $"{path}.{Environment.ProcessId}.tmp";
        FileNames.GuardMade(name, () =>
        {
            try
            {
                using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
                {
                    DtaWriter.Write(data, stream, now, valueLabels);
                }

                File.Move(unfinished, path, overwrite: true);
            }
            finally
            {
                File.Delete(unfinished);
            }
        });
        data.FileName = name;
        data.FileDate = now.ToString("dd MMM yyyy HH:mm", CultureInfo.InvariantCulture);
        data.IsChanged = false;
    }

    /// <summary>Throws where data would be lost that nobody saved.</summary>
    public static void CheckSaved(Session session, bool clears)
    {
        if (session.Data.IsChanged && !clears && session.Data.Variables.Count > 0)
        {
            throw new StataError(4, "no; dataset in memory has changed since last saved");
        }
    }
}
