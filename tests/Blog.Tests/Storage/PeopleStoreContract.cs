using Blog.Accounts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <summary>What invitations, roles and removals must do on every engine.</summary>
public abstract class PeopleStoreContract(StoreFixture store) : StoreTest(store)
{
    [StoreFact]
    public async Task An_invitation_comes_back_as_saved_until_it_is_used_ends_or_is_taken_back()
    {
        var first = Invitation("a");
        var second = Invitation("b") with { Role = AccountRole.Editor, Whom = "Tom 雪" };
        await Store.Invitations.AddAsync(first, Samples.Now, default);
        await Store.Invitations.AddAsync(second, Samples.Now, default);

        Assert.Equal([first, second], await Store.Invitations.ListOpenAsync(Samples.Now, default));
        Assert.Equal(second, await Store.Invitations.FindAsync("b", default));
        Assert.Null(await Store.Invitations.FindAsync("B", default));
        Assert.Empty(await Store.Invitations.ListOpenAsync(first.EndsAt, default));
        Assert.True(await Store.Invitations.RevokeAsync(first.Id, default));
        Assert.False(await Store.Invitations.RevokeAsync(first.Id, default));
        Assert.Null(await Store.Invitations.FindAsync("a", default));
    }

    [StoreFact]
    public async Task Old_invitations_are_dropped_with_the_next_one()
    {
        await Store.Invitations.AddAsync(Invitation("a"), Samples.Now, default);

        await Store.Invitations.AddAsync(Invitation("b"), Samples.Now.AddDays(7).AddTicks(1), default);

        Assert.Null(await Store.Invitations.FindAsync("a", default));
    }

    [StoreFact]
    public async Task Of_many_who_accept_at_once_one_gets_the_account_with_the_role_of_the_invitation()
    {
        await Store.Invitations.AddAsync(Invitation("a"), Samples.Now, default);
        var stamp = await Store.Site.LoadStampAsync(default);

        var uses = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Store.Invitations.AcceptAsync("a", Samples.Account($"leo{n}"), Samples.Now, default)));

        Assert.Single(uses, u => u == InvitationUse.Accepted);
        Assert.Equal(9, uses.Count(u => u == InvitationUse.Closed));
        Assert.Equal(AccountRole.Author, Assert.Single(await Store.Accounts.ListAsync(default)).Role);
        Assert.Equal(Samples.Now, (await Store.Invitations.FindAsync("a", default))!.UsedAt);
        Assert.False(await Store.Invitations.RevokeAsync((await Store.Invitations.FindAsync("a", default))!.Id, default));
        Assert.Equal(stamp.Site + 1, (await Store.Site.LoadStampAsync(default)).Site);
    }

    [StoreFact]
    public async Task A_taken_address_leaves_the_invitation_open_and_an_ended_one_makes_nothing()
    {
        await Store.Accounts.AddAsync(Samples.Account("Ines"), default);
        await Store.Invitations.AddAsync(Invitation("a"), Samples.Now, default);

        Assert.Equal(InvitationUse.Taken, await Store.Invitations.AcceptAsync("a", Samples.Account("ines"), Samples.Now, default));
        Assert.Null((await Store.Invitations.FindAsync("a", default))!.UsedAt);
        Assert.Equal(InvitationUse.Closed, await Store.Invitations.AcceptAsync("a", Samples.Account("Leo"), Samples.Now.AddDays(7), default));
        Assert.Equal(InvitationUse.Closed, await Store.Invitations.AcceptAsync("z", Samples.Account("Leo"), Samples.Now, default));
        Assert.Single(await Store.Accounts.ListAsync(default));
    }

    [StoreFact]
    public async Task Owners_who_remove_each_other_at_once_leave_one()
    {
        var owners = Enumerable.Range(0, 5).Select(n => Samples.Account($"owner{n}")).ToList();
        foreach (var owner in owners)
        {
            await Store.Accounts.AddAsync(owner, default);
        }

        var changes = await Task.WhenAll(owners.Select((o, n) => n % 2 == 0
            ? Store.Accounts.RemoveAsync(o.Id, default)
            : Store.Accounts.ChangeRoleAsync(o.Id, AccountRole.Author, default)));

        Assert.Single(changes, c => c == PersonChange.LastOwner);
        Assert.Single(await Store.Accounts.ListAsync(default), a => a.Role == AccountRole.Owner);
        Assert.Equal(PersonChange.Unknown, await Store.Accounts.RemoveAsync(Guid.NewGuid(), default));
    }

    [StoreFact]
    public async Task Who_is_removed_takes_the_tokens_along_and_when_they_were_here_outlives_a_change()
    {
        var ines = Samples.Account("Ines");
        var leo = Samples.Account("Leo", AccountRole.Author);
        await Store.Accounts.AddAsync(ines, default);
        await Store.Accounts.AddAsync(leo, default);
        await Store.Accounts.AddTokenAsync(new ApiToken(Guid.CreateVersion7(), leo.Id, "laptop", "read", "h1", Samples.Now, Samples.Now), default);
        await Store.Accounts.AddTokenAsync(new ApiToken(Guid.CreateVersion7(), ines.Id, "laptop", "read", "h2", Samples.Now, Samples.Now), default);

        await Store.Accounts.SeenAsync(ines.Id, Samples.Now, default);
        await Store.Accounts.UpdateAsync(ines, default);
        var removed = await Store.Accounts.RemoveAsync(leo.Id, default);

        Assert.Equal(PersonChange.Done, removed);
        Assert.Null(await Store.Accounts.FindAsync(leo.Id, default));
        Assert.Null(await Store.Accounts.FindTokenAsync("h1", default));
        Assert.NotNull(await Store.Accounts.FindTokenAsync("h2", default));
        Assert.Equal(Samples.Now, (await Store.Accounts.FindAsync(ines.Id, default))!.LastSeenAt);
    }

    private static Invitation Invitation(string hash) =>
        new(Guid.CreateVersion7(), hash, AccountRole.Author, "", "Inés", Samples.Now, Samples.Now.AddDays(7), null);
}
