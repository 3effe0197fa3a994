using Blog.Bench.Crash;
using Blog.Bench.Storage;

return args switch
{
    ["crash-child", var folder] => await CrashChild.RunAsync(folder),
    ["storage", .. var rest] => await StorageBench.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Blog.Bench storage [POSTS] | crash-child FOLDER");
    return 2;
}
