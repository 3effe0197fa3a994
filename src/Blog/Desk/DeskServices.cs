using Blog.Desk.Abroad;
using Blog.Desk.Configuring;
using Blog.Desk.Connecting;
using Blog.Desk.Home;
using Blog.Desk.Listing;
using Blog.Desk.People;
using Blog.Desk.Pictures;
using Blog.Desk.Planning;
using Blog.Desk.Publishing;
using Blog.Desk.Writing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Desk;

/// <summary>Registers this folder's services and addresses.</summary>
public static class DeskServices
{
    /// <summary>Services.</summary>
    public static IServiceCollection AddDesk(this IServiceCollection services)
    {
        // Pages are components rendered once on the server; no render mode is added, so nothing of them runs in the browser.
        services.AddRazorComponents();
        services.AddSingleton<AlarmReader>();
        services.AddSingleton<NetworkWords>();
        services.AddSingleton<ShellFactory>();
        services.AddSingleton<SettingsKeeper>();
        services.AddSingleton<PendingConnections>();
        services.AddSingleton<PracticeOffer>();
        services.AddSingleton<ConnectDesk>();
        services.AddSingleton<TargetReader>();
        services.AddSingleton<RehearsalReader>();
        services.AddSingleton<CopyReader>();
        services.AddSingleton<CopyPreviewer>();
        services.AddSingleton<PublishDesk>();
        services.AddSingleton<PostLinks>();
        services.AddSingleton<OutsideLinks>();
        services.AddSingleton<ReviewChecks>();
        services.AddSingleton<ReviewDesk>();
        services.AddSingleton<CopyPrices>();
        services.AddSingleton<CorrectDesk>();
        services.AddSingleton<WorkingCopyKeeper>();
        services.AddSingleton<TypedPosts>();
        services.AddSingleton<AbroadDesk>();
        services.AddSingleton<DeliveryDecision>();
        services.AddSingleton<PictureReplacer>();
        services.AddSingleton<ListReader>();
        services.AddSingleton<CalendarReader>();
        services.AddSingleton<PostMover>();
        return services;
    }

    /// <summary>Addresses.</summary>
    public static IEndpointRouteBuilder MapDesk(this IEndpointRouteBuilder routes)
    {
        DeskAssets.Map(routes);
        HomeEndpoints.Map(routes);
        ListEndpoints.Map(routes);
        CalendarEndpoints.Map(routes);
        WriteEndpoints.Map(routes);
        KeepEndpoints.Map(routes);
        PreviewEndpoints.Map(routes);
        PreviewLinkEndpoints.Map(routes);
        AbroadEndpoints.Map(routes);
        RevisionEndpoints.Map(routes);
        ReviewEndpoints.Map(routes);
        PostEndpoints.Map(routes);
        CorrectEndpoints.Map(routes);
        DeliveryEndpoints.Map(routes);
        PictureEndpoints.Map(routes);
        NetworkEndpoints.Map(routes);
        RehearsalEndpoints.Map(routes);
        ConnectEndpoints.Map(routes);
        OutboxEndpoints.Map(routes);
        PeopleEndpoints.Map(routes);
        SettingsEndpoints.Map(routes);
        return routes;
    }
}
