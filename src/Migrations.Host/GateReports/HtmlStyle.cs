namespace Migrations.Host.GateReports;

// The style sheet of the page: one column on a phone, dark where the reader's system is.
internal static class HtmlStyle
{
    public const string Text = """

        :root { --ground: #f5f6f8; --card: #ffffff; --line: #d5dae1; --text: #1c2128; --soft: #5b6572; --good: #1a7f4b; --bad: #c0271d; --wait: #9a6700; --link: #1f5fbf }
        @media (prefers-color-scheme: dark) { :root { --ground: #14171c; --card: #1c2027; --line: #363d48; --text: #e8ebf0; --soft: #a3acb9; --good: #63cf83; --bad: #ff8a80; --wait: #e0bd4a; --link: #7db0ff } }
        * { box-sizing: border-box }
        body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif }
        header, section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; margin-bottom: 1rem; overflow-wrap: anywhere }
        header { border-left: 6px solid var(--bad) }
        header.good { border-left-color: var(--good) }
        header.waiting { border-left-color: var(--wait) }
        h1 { font-size: 1.6rem; margin: 0 0 .75rem }
        h2 { font-size: 1.1rem; margin: 0 0 .75rem }
        a { color: var(--link) }
        .command { margin: 0; color: var(--soft); font-family: ui-monospace, Menlo, Consolas, monospace }
        dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .5rem 1.5rem; margin: 0 }
        dt { color: var(--soft); font-size: .8rem }
        dd { margin: 0 }
        .finding { border-left: 4px solid var(--bad); padding: .1rem 0 .1rem .9rem; margin-bottom: 1rem; white-space: pre-line }
        .finding.warning { border-left-color: var(--wait) }
        .finding p { margin: .2rem 0 }
        .code a { font-weight: 600; margin-right: .6rem }
        .place, .detail, .when, .figures, footer { color: var(--soft); font-size: .85rem }
        .table, .picture { overflow-x: auto }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums }
        th { color: var(--soft); font-size: .8rem; font-weight: 600 }
        .state::before { content: ''; display: inline-block; width: .6rem; height: .6rem; border-radius: 50%; border: 2px solid var(--soft); margin-right: .5rem }
        .applied .state::before { background: var(--good); border-color: var(--good) }
        .failed .state::before { background: var(--bad); border-color: var(--bad) }
        .picture svg { display: block; max-width: none }
        .timeline { list-style: none; margin: 0; padding: 0 0 0 1rem; border-left: 2px solid var(--line) }
        .timeline .run { position: relative; margin-bottom: 1rem }
        .timeline .run::before { content: ''; position: absolute; left: -1.42rem; top: .35rem; width: .7rem; height: .7rem; border-radius: 50%; background: var(--good) }
        .timeline .run.failed::before { background: var(--bad) }
        .timeline ul { margin: .2rem 0 0; padding-left: 1.1rem }
        .timeline p { margin: 0; white-space: pre-line }
        .figures { margin-left: .6rem }
        @media (max-width: 40rem) {
          body { padding: .5rem }
          header, section { padding: .75rem .9rem }
          thead { display: none }
          tr { display: block; padding: .4rem 0; border-bottom: 1px solid var(--line) }
          td { display: inline; border: 0; padding: 0 .5rem 0 0 }
          td:first-child { display: block }
        }

        """;
}
