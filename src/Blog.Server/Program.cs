using Blog.Server;

return await BlogProgram.RunAsync(args);

/// <summary>Entry point; public so that tests can start the real program.</summary>
public partial class Program;
