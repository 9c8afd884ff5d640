//! Reading the call out of a snippet.

use std::borrow::Cow;
use std::fmt;

use docbind_ir::{Method, singular};

/// A call in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// The methods that its verb can mean; none when it has no verb.
    pub(super) methods: Vec<Method>,
    pub(super) target: Target,
}

/// What a call names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A path.
    Url(String),
    /// A chain of members, in lower case and without identifiers.
    Names(Vec<String>),
    /// The noun of a command, in lower case and without prefix.
    Command(String),
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods: Vec<&str> = self.methods.iter().map(|method| method.as_str()).collect();
        match &self.target {
            Target::Url(url) => write!(f, "{} {url}", methods.join(" or ")),
            Target::Names(names) => write!(f, "{} {}", methods.join(" or "), names.join(".")),
            Target::Command(noun) => write!(f, "{} {noun}", methods.join(" or ")),
        }
    }
}

/// The call of a snippet in a language, by the name of its tab or folder.
pub(super) fn read(language: &str, text: &str) -> Option<Call> {
    match language.to_lowercase().as_str() {
        "javascript" | "js" | "typescript" => by_url(text, ".api(", "await"),
        "objc" | "objectivec" | "objective-c" => by_url(text, "stringByAppendingString:@", "setHTTPMethod:@"),
        "powershell" => command(text),
        _ => chain(text),
    }
}

/// Whether chains spell a word of a path: not those that stand for the resource itself or its links.
pub(super) fn is_spelled(word: &str) -> bool {
    !word.starts_with('$') && !word.is_empty()
}

/// A path in quotes behind a marker, and the verb.
fn by_url(text: &str, marker: &str, verb_marker: &str) -> Option<Call> {
    let (_, rest) = text.split_once(marker)?;
    let (url, rest) = quoted(rest)?;
    let verb = match rest.split_once(verb_marker).and_then(|(_, rest)| quoted(rest)) {
        Some((verb, _)) if verb_marker.ends_with('@') => Some(verb.to_lowercase()),
        _ => calls(rest).into_iter().rev().find(|name| !methods(name).is_empty()),
    };
    let methods = verb.map(|verb| methods(&verb)).unwrap_or_default();
    let url = if url.starts_with('/') || url.contains("://") { url.to_owned() } else { format!("/{url}") };
    Some(Call { methods, target: Target::Url(url) })
}

/// The text in the quotes that come next, and what follows; the quotes of function arguments stand inside.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"' | '`'))?;
    let inner = text.get(1..)?;
    let line = inner.lines().next()?;
    let end = line.rfind(&format!("{quote})")).or_else(|| line.find(quote))?;
    Some((inner.get(..end)?, inner.get(end + 1..)?))
}

/// The names of the functions that are called in a text, up to the end of the statement, in lower case.
fn calls(text: &str) -> Vec<String> {
    let statement = text.split(';').next().unwrap_or_default();
    let pieces = statement.match_indices('(').map(|(end, _)| statement.get(..end).unwrap_or_default());
    let name = |before: &str| before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    pieces.map(name).filter(|name| !name.is_empty()).collect()
}

/// The methods that a verb of a client library can mean.
fn methods(verb: &str) -> Vec<Method> {
    let verb = verb.to_lowercase();
    let verb = verb.split("as").next().filter(|first| !first.is_empty()).unwrap_or(&verb);
    match verb {
        "get" => vec![Method::Get],
        "post" | "add" | "create" => vec![Method::Post],
        "patch" | "update" => vec![Method::Patch, Method::Put],
        "put" => vec![Method::Put, Method::Patch],
        "delete" | "del" => vec![Method::Delete],
        _ => Vec::new(),
    }
}

/// A verb and a noun: `Get-MgUserMessage`.
fn command(text: &str) -> Option<Call> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let words = text.rsplit(|c: char| !is_name(c));
    let (verb, noun) = words.filter_map(|word| word.split_once("-Mg")).next()?;
    let noun = noun.strip_prefix("Beta").unwrap_or(noun).to_lowercase();
    let methods = match verb {
        "Get" => vec![Method::Get],
        "Update" => vec![Method::Patch, Method::Put],
        "Set" => vec![Method::Put, Method::Patch],
        "Remove" => vec![Method::Delete],
        "New" => vec![Method::Post],
        // Verbs of actions are as many as actions.
        _ => vec![Method::Post, Method::Get],
    };
    Some(Call { methods, target: Target::Command(noun) })
}

/// The noun that commands make of a word.
pub(super) fn noun(word: &str) -> Cow<'_, str> {
    if word == "me" { Cow::Borrowed("user") } else { singular(word) }
}

/// A chain of members that begins at a client: `graphClient.Me.Events["id"].Request().GetAsync()`.
fn chain(text: &str) -> Option<Call> {
    let start = client(text)?;
    let mut names = Vec::new();
    let mut verb = None;
    let mut rest = text.get(start..)?;
    while let Some((name, takes, after)) = member(rest) {
        rest = after;
        let lower = name.replace('_', "").to_lowercase();
        let is_done = matches!(lower.as_str(), "request" | "buildrequest" | "torequestinformation");
        let is_verb = takes && !methods(&lower).is_empty() && member(rest).is_none_or(|(next, ..)| !is_step(next));
        if is_verb {
            verb = Some(lower);
            break;
        }
        let is_identifier = lower.strip_prefix("by").is_some_and(|_| takes && name.len() > 2)
            && name
                .trim_start_matches("by")
                .trim_start_matches("By")
                .starts_with(|c: char| c == '_' || c.is_uppercase());
        if is_done {
            let called = calls(rest);
            verb = called.into_iter().rev().find(|name| !methods(name).is_empty());
            break;
        }
        // Qualified names of casts and functions.
        let is_prefix = matches!(lower.as_str(), "microsoft" | "graph");
        if !is_identifier && !is_prefix {
            names.push(lower);
        }
    }
    let methods = verb.map(|verb| methods(&verb)).unwrap_or_default();
    // A request made by hand may call anything.
    let is_call = !names.is_empty() && !methods.is_empty() && names != ["customrequest"];
    is_call.then_some(Call { methods, target: Target::Names(names) })
}

/// Whether a chain goes on after a verb: `.get().wait()` does not, `.get.users` does.
fn is_step(name: &str) -> bool {
    !matches!(name.to_lowercase().as_str(), "wait" | "then" | "getawaiter" | "result" | "configureawait")
}

/// Where the members of a client begin.
fn client(text: &str) -> Option<usize> {
    const CLIENTS: [&str; 6] =
        ["graphClient", "graph_client", "graphServiceClient", "$graphServiceClient", "graph", "client"];
    let starts = CLIENTS.iter().flat_map(|name| text.match_indices(name).map(move |(at, _)| (at, at + name.len())));
    let is_whole = |(at, end): &(usize, usize)| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        let after = text.get(*end..).unwrap_or_default().trim_start();
        before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '.'))
            && (after.starts_with('.') || after.starts_with("->"))
    };
    starts.filter(is_whole).map(|(_, end)| end).min()
}

/// The next member of a chain, whether it is called, and what follows it, its arguments and index skipped.
fn member(text: &str) -> Option<(&str, bool, &str)> {
    let text = text.trim_start();
    let text = text.strip_prefix("->").or_else(|| text.strip_prefix("?.")).or_else(|| text.strip_prefix('.'))?;
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let (name, mut rest) = text.split_at_checked(end).filter(|(name, _)| !name.is_empty())?;
    let mut takes = false;
    loop {
        let ahead = rest.trim_start();
        match ahead.chars().next() {
            Some('(') => {
                takes = true;
                rest = closed(ahead, '(', ')')?;
            }
            Some('[') => rest = closed(ahead, '[', ']')?,
            _ => return Some((name, takes, rest)),
        }
    }
}

/// What follows the bracket that closes the first one; brackets in quotes do not count.
fn closed(text: &str, open: char, close: char) -> Option<&str> {
    let mut depth = 0_u32;
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(own) if c == own => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == open => depth += 1,
            None if c == close => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return text.get(at + c.len_utf8()..);
                }
            }
            None => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(methods: &[Method], names: &[&str]) -> Option<Call> {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Some(Call { methods: methods.to_vec(), target: Target::Names(names) })
    }

    #[test]
    fn chains_of_old_and_new_clients() {
        let old = "GraphServiceClient graphClient = new GraphServiceClient( p );\n\nawait graphClient.Ports[\"{port(1)}\"].Boats\n\t.Request()\n\t.Header(\"a\",\"b\")\n\t.AddAsync(boat);";
        assert_eq!(read("csharp", old), names(&[Method::Post], &["ports", "boats"]));
        let new = "await graph.Ports[\"{port-id}\"].Boats.PatchAsBoatResponseAsync(body);";
        assert_eq!(read("csharp", new), names(&[Method::Patch, Method::Put], &["ports", "boats"]));
        let java = "graphClient.me().boats(\"1\")\n\t.paint(P.newBuilder().build())\n\t.buildRequest()\n\t.post();";
        assert_eq!(read("java", java), names(&[Method::Post], &["me", "boats", "paint"]));
        let python = "result = await graph_client.boat_yards.by_boat_yard_id('1').boats.get(request_configuration = c)";
        assert_eq!(read("python", python), names(&[Method::Get], &["boatyards", "boats"]));
        let go = "graphClient.Boats().ByBoatId(\"1\").Delete(context.Background(), nil)";
        assert_eq!(read("go", go), names(&[Method::Delete], &["boats"]));
        let php = "$result = $graphServiceClient->boats()->byBoatId('1')->get()->wait();";
        assert_eq!(read("php", php), names(&[Method::Get], &["boats"]));
    }

    #[test]
    fn paths_in_quotes() {
        let url =
            |methods: &[Method]| Some(Call { methods: methods.to_vec(), target: Target::Url("/boats/1".to_owned()) });
        let js = "let res = await client.api('/boats/1')\n\t.header('a','b')\n\t.select('name')\n\t.get();";
        assert_eq!(read("javascript", js), url(&[Method::Get]));
        let objc = "[NSURL URLWithString:[Base stringByAppendingString:@\"/boats/1\"]]];\n[urlRequest setHTTPMethod:@\"DELETE\"];";
        assert_eq!(read("objc", objc), url(&[Method::Delete]));
    }

    #[test]
    fn commands_and_what_is_none() {
        let call = read("powershell", "Import-Module Microsoft.Graph.Boats\n\nGet-MgBetaPortBoat -PortId $id").unwrap();
        assert_eq!((call.methods, call.target), (vec![Method::Get], Target::Command("portboat".to_owned())));
        assert_eq!(read("csharp", "var a = 1;"), None);
        assert_eq!([noun("me"), noun("parties"), noun("access"), noun("boats")], ["user", "party", "access", "boat"]);
    }
}
