using Blog.Media;
using Blog.Site;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Blog.Storage.Media;

/// <summary>Registers the place of the media that the settings name.</summary>
internal static class MediaFilesServices
{
    public static IServiceCollection AddMediaFiles(this IServiceCollection services) => services.AddSingleton<IMediaFiles>(provider =>
    {
        var options = provider.GetRequiredService<IOptions<BlogOptions>>().Value;
        var time = provider.GetRequiredService<TimeProvider>();
        var (place, problem) = MediaPlace.Read(options.Media);
        return place switch
        {
            null => throw new StoreUnusableException(problem!),
            { Bucket: not null } => new S3MediaFiles(place, options.MediaKey, options.MediaSecret, time),
            { Folder: { } shared } => new FolderMediaFiles(shared, isShared: true, time),
            _ => new FolderMediaFiles(provider.GetRequiredService<DataFolder>().Media, isShared: false, time),
        };
    });
}
