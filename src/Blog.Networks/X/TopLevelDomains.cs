using System.Collections.Frozen;

namespace Blog.Networks.X;

/// <summary>
/// Last labels of host names, as far as the counting of links needs them. All two-letter ones are listed (ISO 3166 and the retired
/// ones that X still links); of the long ones the common, the rest is <see cref="Kind.Possible"/>.
/// </summary>
internal static class TopLevelDomains
{
    public enum Kind
    {
        /// <summary>X makes no link of it.</summary>
        None,

        /// <summary>It may be one: count so that both answers fit.</summary>
        Possible,

        /// <summary>X makes a link of it.</summary>
        Known,
    }

    public static readonly FrozenSet<string> Countries = Words(
        """
        ac ad ae af ag ai al am an ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw by bz
        ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et eu fi fj fk fm fo fr
        ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp
        ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt
        mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw
        sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tp tr tt tv tw tz
        ua ug uk um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
        """);

    private static readonly FrozenSet<string> Generic = Words(
        """
        com net org edu gov mil int info biz name pro mobi asia cat coop jobs museum tel travel post arpa
        app dev blog page site online website web store shop club xyz top icu fun space live life world today news media press
        tech cloud digital software systems network email chat social community group team agency studio design art photo photos
        photography gallery video music games game wiki ink link click host hosting tools works work zone academy school education
        university science research health care fitness yoga food cafe coffee bar restaurant pizza kitchen garden house homes
        land farm earth eco green energy solar bike run ski surf camp tours guide guru expert ninja rocks cool wtf lol fyi
        london berlin paris madrid barcelona amsterdam wien hamburg koeln bayern nyc tokyo melbourne sydney scot wales cymru
        gal eus quebec bzh swiss africa lat google youtube bank finance money capital market shopping events photo
        """);

    public static Kind Of(ReadOnlySpan<char> label)
    {
        if (label.Length < 2 || label.Length > 63)
        {
            return Kind.None;
        }

        var text = label.ToString().ToLowerInvariant();
        if (text.Length == 2 && char.IsAsciiLetter(text[0]) && char.IsAsciiLetter(text[1]))
        {
            // Every two-letter name is a country's: this list is complete.
            return Countries.Contains(text) ? Kind.Known : Kind.None;
        }

        if (Generic.Contains(text))
        {
            return Kind.Known;
        }

        // Plain letters, another script (with its vowel signs), or the xn-- form of one.
        return text.StartsWith("xn--", StringComparison.Ordinal) || text.All(c => !char.IsAscii(c) || char.IsAsciiLetter(c)) ? Kind.Possible : Kind.None;
    }

    private static FrozenSet<string> Words(string list) =>
        list.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
