namespace StataRuns.StandIn.Programs;

/// <summary>The files behind <c>tempfile</c>: they go with the program or do-file that asked for them.</summary>
internal static class TemporaryFiles
{
    public static void Delete(Frame frame)
    {
        foreach (var file in frame.TemporaryFiles)
        {
            try
            {
                File.Delete(ByteText.ToUnicode(file));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It stays in the system's temporary folder, which is emptied by others.
            }
        }

        frame.TemporaryFiles.Clear();
    }
}
