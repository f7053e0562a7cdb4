"""The kind of an element by its class or id: the words that CMSs, themes and widgets share, looked up in one pass."""

from __future__ import annotations

import re

from ingest.text.memo import memoized

# By kind of cruft, words of classes and ids: "relatedposts" is found in "related-posts", "c-relatedPosts__list" and
# "related_posts". The families: WordPress and its plugins (Jetpack, Newspaper, YARPP), Drupal, Arc, Chorus, Escenic,
# Blox, CoreMedia, AEM; Disqus, Taboola, Outbrain, AddThis, Piano, OneTrust; and the words that house-made CMSs of
# German, Romance and Nordic papers use for the same things.
_WORDS: dict[str, str] = {
    "comments": "comments comment commentlist commentform commentarea commentsection disqus disqusthread respond "
    "kommentare kommentar commentaires comentarios livefyre readercomments discussion",
    "share": "share shares sharing sharebar sharebuttons sharetools sharelinks social socials socialmedia socialshare "
    "sociallinks socialbar socialicons sociable sharedaddy addthis addtoany a2a teilen partager compartir condividi "
    "followus whatsapp shareaholic sns",
    "related": "related relatedposts relatedarticles relatednews relatedstories relatedcontent relatedlinks readmore "
    "readalso readnext morestories morenews morefrom moreon morearticles morelike alsoread youmaylike alsolike "
    "recommended recommendations recommendation recirc recirculation mostread mostpopular mostviewed popular "
    "popularposts trending teasers teaserlist teaserbox teasergroup mehrzum weiterlesen lesensie "
    "auchinteressant lireaussi voiraussi leiamais leiatambem saibamais relacionadas relacionados relacionada correlati leggianche "
    "trcrelated obwidget obsmartfeed jprelatedposts zergnet revcontent onward onwardjourney furtherreading seealso "
    "upnext nextstory nextpost nextarticle previouspost prevstory latestnews latestposts lateststories latest carousel "
    "swiper recentposts linkbox articlelist postnavigation navlinks crosslinks infobox topiclinks lesmer lesogså "
    "inlinerelated relatedinline inarticlelink interlink readalsobox moreinfo alsoin moreinthis seriesnav relarticle relarticles",
    "teaser": "teaser",
    "newsletter": "newsletter newsletters subscribe subscription subscribebox signup mailinglist mailmunch "
    "mcembedsignup mc4wp optin emailalert emailcapture abobox aboteaser pushnotification notification notifications",
    "paywall": "paywall regwall meteredwall premiumbox premiumhint offerbox barrier piano registrationwall",
    "advert": "ad ads advert adverts advertise advertisement advertisements advertising advertorial adslot adunit "
    "adcontainer adwrapper adplaceholder adbox adlabel adblock adbanner adzone adbreak adtext adwrap adsbygoogle "
    "googlead googleads dfp dfpad gptad banner banners sponsor sponsored sponsors promo promos promotion promoted "
    "promobox anzeige anzeigen werbung publicidad publicite pubblicita reklam reklama outstream affiliate affiliates "
    "commercial dianomi adhesion skyscraper leaderboard mpu billboard",
    "author_box": "authorbox authorbio authorinfo authorcard authorprofile authordescription authordetails "
    "aboutauthor abouttheauthor authorabout bio biography biobox abhbox saboxplugin mabox autorenbox authorblock "
    "authorfooter authorimage authoravatar avatar contributorbio writerbio authorsection autorbox",
    "byline": "byline bylines bylinewrapper articlebyline postbyline entrymeta postmeta articlemeta metainfo metadata "
    "metabar storymeta articleinfo postinfo postdetails author authors authorname articleauthor entryauthor postauthor "
    "bylineauthor autor autoren auteur entryinfo contributors writtenby headmeta",
    "date": "timestamp pubdate publishdate publisheddate publishedon datetime datepublished dateupdated date dateline "
    "postdate entrydate articledate articletime articledates lastupdated lastmodified updated readingtime readtime "
    "publicationdate posttime updatetime createdate",
    "caption": "caption captions figcaption imagecaption imgcaption photocaption picturecaption mediacaption wpcaption "
    "wpcaptiontext imagecredit imagecredits photocredit picturecredit mediacredit imagesource imagedescription "
    "imageinfo imagecopyright photographer fotograf credit credits bildunterschrift bildtext bildnachweis bildinfo cutline legend "
    "legende didascalia piefoto piedefoto leyenda copyright articleimagecaption bildetekst "
    "bildtekst imagelegend photolegend imgdesc imgcredit",
    "video_embed": "videoplayer videojs videowrapper videoinfo videotitle videocaption videoplaylist videolist "
    "jwplayer brightcove player vjs audioplayer audio podcast podcasts listen speechify readspeaker texttospeech playlist",
    "social_embed": "poll quiz survey vote voting opinary",
    "nav": "breadcrumb breadcrumbs nav navigation navbar menu menus submenu sidebar siderail sidecolumn rightrail rail "
    "toolbar pagination pager pagelinks topbar masthead siteheader sitefooter sitenav skiplink tableofcontents toc "
    "eztoc footer pagefooter articlefooter postfooter jumpto widgettitle breakingnews ticker weather login modal "
    "popup popups overlay dropdown megamenu offcanvas newsticker",
    "tags": "tag tags taglist tagcloud taglinks posttags articletags keywords topics topic topiclist schlagworte "
    "schlagwort themen themenliste catlinks categories postcategories category hashtags entrytags tagscontainer labels",
    "cookie": "cookie cookies cookiebanner consent gdpr onetrust didomi privacy",
    "gallery": "gallery galleries photogallery imagegallery mediagallery slideshow bildergalerie fotostrecke diaporama "
    "lightbox slider galerie galeria galleria imageslider",
    "other": "factbox factboxes faktabox faktaboks faktaruta faktenbox faktenkasten infokasten hintergrundbox fichebox",
    "page_control": "printonly noprint dprintnone printfriendly tools articletools actions action actionbar button buttons "
    "btn toggle feedback fontsize bookmark visuallyhidden sronly screenreader screenreadertext dnone "
    "ishidden uhidden backtotop disclaimer offscreen placeholder errormessage errorreport tooltip tooltips tooltiptext",
}
_KIND_OF = {word: kind for kind, words in reversed(_WORDS.items()) for word in words.split()}
_STEMS: tuple[tuple[str, str], ...] = (
    ("taboola", "related"), ("outbrain", "related"), ("yarpp", "related"), ("relatedpost", "related"),
    ("newsletter", "newsletter"), ("readspeaker", "video_embed"), ("adsby", "advert"), ("disqus", "comments"),
    ("commentlist", "comments"), ("paywall", "paywall"), ("recommend", "related"), ("breadcrumb", "nav"),
    ("recirc", "related"), ("onetrust", "cookie"),
)  # fmt: skip
# So many first letters of a word rule out that it begins with one of them.
_MIN_STEM = min(len(stem) for stem, _ in _STEMS)
_STEM_STARTS = frozenset(stem[:_MIN_STEM] for stem, _ in _STEMS)

# What CMSs call the element of the article's text, or one around it.
_BODY_LISTED = """
    articlebody articlecontent articletext articlecopy storybody storycontent storytext entrycontent postcontent
    postbody posttext bodycopy bodytext newsbody newscontent newstext contentbody contenttext maintext textbody
    articlebodycontent articledetail articledetails articlemain articlefulltext fulltext articlesection richtext
    pagecontent tdpostcontent singlecontent newsdetail storydetail articlecontentbody paywallcontent bodycontent
    articlebodytext cuerpo cuerponoticia textonoticia contenidonoticia corpo textocorpo articletexte
    textearticle articlebodywrapper articlewrapper postentry detailtext detailcontent htmlcontent
    wysiwyg readspeakercontent
"""
_BODY_NAMES = frozenset(_BODY_LISTED.split())
# Names that count only as a whole: as a part of longer ones ("field-label-hidden", "elementor-widget-text") it is
# how Drupal, Elementor and others lay a page out.
_WHOLE: dict[str, str | None] = {
    **dict.fromkeys(("dateouter", "dateposts")),  # Blogger's posts of a day
    **dict.fromkeys(("entry", "hentry", "prose"), "body"),
    **dict.fromkeys(("widget", "widgets"), "nav"),
    **dict.fromkeys(("hidden", "invisible", "loading", "error", "print"), "page_control"),
}
_STANDFIRST_LISTED = """
    standfirst subheadline subheading subtitle untertitel dek deck intro introduction lead lede leadin leadtext
    articlelead articleintro articlesummary summary abstract excerpt chapo chapeau bajada sottotitolo sommario
    entradilla subtitulo ingress vorspann teasertext kicktext linhafina subtitulos lid perex zajawka anrisstext
    articledescription articlesubtitle postexcerpt storysummary strap strapline
"""
_STANDFIRST_NAMES = frozenset(_STANDFIRST_LISTED.split())
_MARK_OF = {**_KIND_OF, **dict.fromkeys(_STANDFIRST_NAMES, "standfirst"), **dict.fromkeys(_BODY_NAMES, "body")}
# All prefixes of known words, and the words: most words of names are no prefix, and are looked up only once.
_BEGINNINGS = frozenset(word[:size] for word in (*_MARK_OF, *dict(_STEMS)) for size in range(len(word) + 1))
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN = re.compile(r"[^0-9a-zà-ÿå]+")


@memoized(1 << 20)
def mark_of(names: str) -> str | None:
    """Return the kind of cruft that a class attribute or an id names, "body" or "standfirst" for the article's own
    text, None where it names none.

    >>> mark_of("c-article__relatedPosts"), mark_of("entry-content"), mark_of("grid grid--wide")
    ('related', 'body', None)
    """
    found: str | None = None
    for name in names.split():
        mark = _mark_of_name(name)
        if mark == "body":
            return mark
        if mark == "standfirst" or found is None:
            found = mark
    # Blogger's posts are a widget, too.
    return None if found == "nav" and "widget Blog" in names else found


# Words of names that say how a page is laid out, not what an element is: "has-sidebar", "no-comments", "ads-enabled".
_LAYOUT_WORDS = frozenset({"has", "with", "no", "without", "enabled", "disabled"})


# Class attributes are many, the names in them few.
@memoized(1 << 20)
def _mark_of_name(name: str) -> str | None:
    """Return the mark of one name: of its longest known words, and of two marks the first, but for that of a part of
    a body ("article-body__caption")."""
    words = _BETWEEN.split(name if name.islower() else _CAMEL.sub("-", name).lower())
    whole = "".join(words)
    if whole in _WHOLE:
        return _WHOLE[whole]
    if not _LAYOUT_WORDS.isdisjoint(words):
        return _KIND_OF.get(whole)
    found: str | None = None
    after = 0
    for at, first in enumerate(words):
        if at >= after and (first in _BEGINNINGS or first[:_MIN_STEM] in _STEM_STARTS):
            after, mark = _longest(words, at)
            if mark and (found in (None, "body") or mark in ("body", "standfirst")):
                found = mark
    return found


def _longest(words: list[str], at: int) -> tuple[int, str | None]:
    """Return where the longest known word ends that up to four words from ``at`` on make, and its mark."""
    after, found, word = at + 1, None, ""
    for end, part in enumerate(words[at : at + 4], at + 1):
        word += part
        mark = _MARK_OF.get(word)
        if mark is None and word[:_MIN_STEM] in _STEM_STARTS:
            mark = next((kind for stem, kind in _STEMS if word.startswith(stem)), None)
        if mark:
            after, found = end, mark
        elif word not in _BEGINNINGS:
            break
    return after, found


# The rules that a removal of the fast reader can have, by the mark of the element.
READER_RULES = tuple(sorted(f"reader.{kind}" for kind in {*_WORDS} - {"gallery"}))


def words_of(kind: str) -> tuple[str, ...]:
    """Return the words of classes and ids that name a kind of cruft."""
    return tuple(_WORDS.get(kind, "").split())
