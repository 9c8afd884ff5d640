//! Help pages of cmdlets, as PlatyPS writes them.

use std::sync::Arc;

use docbind_ir::{Cmdlet, CmdletExample, Method, ParameterSet, PathTemplate, PermissionTable, Property, Rule};

use super::cmdlet_notes::notes;
use super::cmdlet_syntax::{SyntaxParameter, lower_first, parameters, spelled_request, type_ref};
use crate::lower::SetContext;
use crate::lower::permissions::permissions;
use crate::markdown::{links, plain};
use crate::page::{BlockKind, Page, Section};

/// Parameters that all cmdlets with a body have and that are no part of it.
const BODY_PARAMETER: &str = "BodyParameter";
const ADDITIONAL: &str = "AdditionalProperties";
/// The parameter that brings all keys in one object.
const INPUT_OBJECT: &str = "InputObject";

/// The cmdlet a page describes; none when it is another kind of page.
pub fn cmdlet(page: &Page<'_>, set: &SetContext) -> Option<Cmdlet> {
    let title = page.title()?;
    let name = title.heading.trim();
    if !is_cmdlet_name(name) || !is_help(page) {
        return None;
    }
    let (page_name, version) = documentation_link(page);
    let mut cmdlet = Cmdlet {
        name: name.to_owned(),
        module: page.front_matter("Module Name").map(|entry| entry.value.to_string()).filter(|name| !name.is_empty()),
        aliases: aliases(page, name),
        description: description(page),
        page: page_name.map(Into::into),
        version: version.map(Into::into),
        permissions: permission_table(page, set),
        examples: examples(page),
        outputs: outputs(page),
        source: title.place.source(Rule::Secondary),
        ..Cmdlet::default()
    };
    read_syntax(page, &mut cmdlet);
    let notes = notes(note_lines(page));
    cmdlet.identity = notes.identity;
    cmdlet.types = notes.types;
    cmdlet.parameters = parameter_help(page, &cmdlet);
    Some(cmdlet)
}

/// Front matter or headings that only cmdlet help has.
fn is_help(page: &Page<'_>) -> bool {
    let stated = page.front_matter("document type").is_some_and(|entry| entry.value.eq_ignore_ascii_case("cmdlet"));
    let built = ["SYNOPSIS", "SYNTAX"].iter().all(|heading| section(page, heading).is_some());
    stated || page.front_matter("external help file").is_some() || built
}

/// `Verb-Noun`.
fn is_cmdlet_name(name: &str) -> bool {
    name.split_once('-').is_some_and(|(verb, noun)| {
        let is_word = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_uppercase()) && word.chars().all(|c| c.is_ascii_alphanumeric())
        };
        is_word(verb) && is_word(noun)
    })
}

/// The section with this heading and those below it.
fn section<'p, 'a>(page: &'p Page<'a>, heading: &str) -> Option<&'p [Section<'a>]> {
    let index = page.sections.iter().position(|section| section.heading.trim().eq_ignore_ascii_case(heading))?;
    Some(page.subtree(index))
}

fn texts<'p>(sections: Option<&'p [Section<'_>]>) -> impl Iterator<Item = &'p str> {
    sections.into_iter().flatten().flat_map(|section| &section.blocks).flat_map(|block| match &block.kind {
        BlockKind::Text(text) => vec![&*text.markdown],
        BlockKind::List(items) => items.iter().map(|item| &*item.markdown).collect(),
        BlockKind::Code(code) => vec![&*code.text],
        _ => Vec::new(),
    })
}

/// `{{ Fill in the Description }}` and its kind.
fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text.starts_with("{{")
}

fn description(page: &Page<'_>) -> String {
    let mut texts = texts(section(page, "SYNOPSIS")).filter(|text| !is_placeholder(text));
    texts.next().map(|text| text.trim().to_owned()).unwrap_or_default()
}

fn aliases(page: &Page<'_>, own: &str) -> Vec<String> {
    let mut aliases: Vec<String> = Vec::new();
    for word in texts(section(page, "ALIASES")).flat_map(str::split_whitespace) {
        let word = word.trim_matches(['`', ',', '.', '*']);
        if is_cmdlet_name(word) && word != own && !aliases.iter().any(|known| known == word) {
            aliases.push(word.to_owned());
        }
    }
    aliases
}

/// The name of the page that the link to the API's documentation leads to, and the version the link asks for.
fn documentation_link(page: &Page<'_>) -> (Option<String>, Option<String>) {
    let texts = texts(section(page, "RELATED LINKS")).chain(texts(section(page, "DESCRIPTION")));
    let mut targets = texts.flat_map(links).map(|link| link.target);
    let found = targets.find_map(|target| {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let (folders, name) = path.split(['#', ' ']).next()?.trim_end_matches('/').rsplit_once('/')?;
        let name = name.strip_suffix(".md").unwrap_or(name);
        (folders.ends_with("/api") && !name.is_empty()).then(|| (name.to_lowercase(), version(query)))
    });
    found.map_or((None, None), |(name, version)| (Some(name), version))
}

/// `view=graph-rest-beta` asks for `beta`.
fn version(query: &str) -> Option<String> {
    let view = query.split(['&', '#']).find_map(|pair| pair.strip_prefix("view="))?;
    view.rsplit('-').next().map(str::to_lowercase)
}

fn permission_table(page: &Page<'_>, set: &SetContext) -> PermissionTable {
    // The page is generated: what is wrong with its table is to be mended elsewhere.
    let (found, _) = permissions(page, set);
    let mut table = found.for_operation(Method::Get, &PathTemplate::default());
    for (_, requirement) in &mut table.schemes {
        requirement.source.rule = Rule::Secondary;
    }
    table
}

fn examples(page: &Page<'_>) -> Vec<CmdletExample> {
    let sections = section(page, "EXAMPLES").unwrap_or_default().iter().filter(|section| section.level > 2);
    let mut examples = Vec::new();
    for section in sections {
        let blocks = section.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Code(code) => Some((&*code.text, &code.place)),
            BlockKind::Text(text) => Some((&*text.markdown, &text.place)),
            _ => None,
        });
        let fenced = section
            .blocks
            .iter()
            .any(|block| matches!(&block.kind, BlockKind::Code(code) if !code.language.is_empty()));
        let is_script = |block: &crate::page::Block<'_>| matches!(block.kind, BlockKind::Code(_));
        // Beside a fence, text explains; without one it is the script.
        let mut parts: Vec<_> = blocks.collect();
        if fenced {
            let scripts = section.blocks.iter().filter(|block| is_script(block)).map(|block| block.place.line);
            let first = scripts.min().unwrap_or_default();
            parts.retain(|(_, place)| place.line >= first);
        }
        let Some((_, place)) = parts.first() else { continue };
        let source = place.source(Rule::Secondary);
        let code = parts.iter().map(|(text, _)| text.trim_end()).collect::<Vec<_>>().join("\n\n");
        if !is_placeholder(&code) {
            examples.push(CmdletExample { title: section.heading.trim().to_owned(), code, source });
        }
    }
    examples
}

fn outputs(page: &Page<'_>) -> Vec<String> {
    let sections = section(page, "OUTPUTS").unwrap_or_default().iter().skip(1);
    sections.map(|section| plain(&section.heading).trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// Reads the parameter sets; the properties of the body are what the expanded set has beyond the one with the body in
/// one piece.
fn read_syntax(page: &Page<'_>, cmdlet: &mut Cmdlet) {
    let sections = section(page, "SYNTAX").unwrap_or_default();
    let mut sets: Vec<(String, Vec<SyntaxParameter<'_>>)> = Vec::new();
    for section in sections {
        for block in &section.blocks {
            let BlockKind::Code(code) = &block.kind else { continue };
            if !code.text.trim_start().starts_with(&cmdlet.name) {
                continue;
            }
            let heading = if section.level > 2 { section.heading.trim() } else { "" };
            let (name, is_default) = match heading.strip_suffix("(Default)") {
                Some(name) => (name.trim(), true),
                None => (heading, false),
            };
            let parameters = parameters(&code.text);
            let mandatory = parameters.iter().filter(|one| one.mandatory).map(|one| Arc::from(one.name)).collect();
            cmdlet.parameter_sets.push(ParameterSet {
                name: name.to_owned(),
                is_default,
                mandatory,
                source: code.place.source(Rule::Secondary),
            });
            sets.push((name.to_owned(), parameters));
        }
    }
    let has = |set: &[SyntaxParameter<'_>], name: &str| set.iter().any(|parameter| parameter.name == name);
    let by_keys = || sets.iter().filter(|(_, set)| !has(set, INPUT_OBJECT));
    // Properties of the body can be mandatory as well; where the body comes in one piece, only the keys are.
    let whole = by_keys().find(|(_, set)| has(set, BODY_PARAMETER));
    let expanded = by_keys().find(|(_, set)| !has(set, BODY_PARAMETER));
    if let Some((_, set)) = whole.or(expanded) {
        let keys = set.iter().filter(|one| one.mandatory && one.name != BODY_PARAMETER);
        cmdlet.keys = keys.map(|one| Arc::from(one.name)).collect();
    }
    let Some((whole_name, whole)) = whole else { return };
    let body_type = whole.iter().find(|one| one.name == BODY_PARAMETER).and_then(|one| one.ty);
    cmdlet.body_type = body_type.map(str::to_owned);
    cmdlet.request = body_type.and_then(spelled_request);
    let Some((_, expanded)) = by_keys().find(|(name, set)| name != whole_name && has(set, ADDITIONAL)).or(expanded)
    else {
        return;
    };
    let own = expanded.iter().filter(|one| !has(whole, one.name) && one.name != ADDITIONAL);
    cmdlet.body = own
        .map(|one| Property {
            name: lower_first(one.name).into(),
            ty: type_ref(one.ty),
            required: one.mandatory,
            source: parameter_source(page, one.name, cmdlet),
            ..Property::default()
        })
        .collect();
}

/// The lines of the notes, with where they stand.
fn note_lines<'p>(page: &'p Page<'_>) -> impl Iterator<Item = (&'p str, docbind_ir::Source)> {
    let blocks = section(page, "NOTES").unwrap_or_default().iter().flat_map(|section| &section.blocks);
    let texts = blocks.flat_map(|block| match &block.kind {
        BlockKind::Text(text) => vec![(&*text.markdown, &text.place)],
        BlockKind::List(items) => items.iter().map(|item| (&*item.markdown, &item.place)).collect(),
        BlockKind::Code(code) => vec![(&*code.text, &code.place)],
        _ => Vec::new(),
    });
    texts.flat_map(|(text, place)| {
        (0..).zip(text.lines()).map(move |(offset, line)| {
            let mut source = place.source(Rule::Secondary);
            source.line = source.line.saturating_add(offset);
            (line, source)
        })
    })
}

/// What the page says about the parameters of the call itself: its keys, its body, the properties of the body.
fn parameter_help(page: &Page<'_>, cmdlet: &Cmdlet) -> Vec<Property> {
    let is_own = |name: &str| {
        let is_key = cmdlet.keys.iter().any(|key| **key == *name);
        let is_body = cmdlet.body.iter().any(|row| *row.name == *lower_first(name));
        is_key || is_body || matches!(name, BODY_PARAMETER | INPUT_OBJECT)
    };
    let sections = section(page, "PARAMETERS").unwrap_or_default().iter();
    let named = sections.filter_map(|section| Some((section.heading.trim().strip_prefix('-')?, section)));
    let own = named.filter(|(name, _)| is_own(name));
    own.map(|(name, section)| {
        let mut help = Vec::new();
        let mut ty = None;
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Text(text) => help.push(text.markdown.trim()),
                BlockKind::Code(code) => {
                    ty = ty.or_else(|| code.text.lines().find_map(|line| line.strip_prefix("Type:")).map(str::trim));
                }
                _ => {}
            }
        }
        // Where there is nothing to say, the generator writes a full stop.
        let help = help.join("\n").trim_start_matches(['.', '\n']).trim().to_owned();
        Property {
            name: name.into(),
            ty: type_ref(ty),
            required: cmdlet.keys.iter().any(|key| **key == *name),
            description: help.into(),
            source: section.place.source(Rule::Secondary),
            ..Property::default()
        }
    })
    .collect()
}

/// The heading of a parameter, or else that of the page.
fn parameter_source(page: &Page<'_>, name: &str, cmdlet: &Cmdlet) -> docbind_ir::Source {
    let heading = page.sections.iter().find(|section| section.heading.strip_prefix('-') == Some(name));
    heading.map_or_else(|| cmdlet.source.clone(), |section| section.place.source(Rule::Secondary))
}

#[cfg(test)]
mod tests;
