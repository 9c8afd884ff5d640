//! The facts of a cmdlet.

use std::fmt;

use docbind::printable;
use docbind_ir::{Cmdlet, Property};

use super::{detail, fact, section, write_property, write_table};

/// Prints what the help page of a cmdlet says.
pub(super) fn write_cmdlet(f: &mut fmt::Formatter<'_>, cmdlet: &Cmdlet) -> fmt::Result {
    let module = cmdlet.module.as_ref().map(|module| format!("cmdlet of {module}"));
    fact(f, 0, &cmdlet.name, module.as_deref().unwrap_or("cmdlet"), &cmdlet.source)?;
    let line = |f: &mut fmt::Formatter<'_>, name: &str, value: &str| match value {
        "" => Ok(()),
        value => detail(f, 1, name, value),
    };
    line(f, "description", &cmdlet.description)?;
    for alias in &cmdlet.aliases {
        line(f, "also known as", alias)?;
    }
    let page = cmdlet.page.as_deref().map(|page| match cmdlet.version.as_deref() {
        Some(version) => format!("{page} (version {version})"),
        None => page.to_owned(),
    });
    match (&cmdlet.operation, &page, &cmdlet.request) {
        (Some(operation), ..) => line(f, "calls", operation)?,
        (None, None, None) => line(f, "calls", "an operation that the page does not tell")?,
        (None, ..) => line(f, "calls", "an operation that is not among these pages")?,
    }
    line(f, "documented on the page", page.as_deref().unwrap_or_default())?;
    let spelled = cmdlet.request.as_ref().map(|request| format!("{request}, letters' case lost"));
    line(f, "spelled by the body's type", spelled.as_deref().unwrap_or_default())?;
    let keys: Vec<&str> = cmdlet.keys.iter().map(|key| &**key).collect();
    line(f, "identified by", &keys.join(", "))?;
    section(f, "parameter sets", !cmdlet.parameter_sets.is_empty())?;
    for set in &cmdlet.parameter_sets {
        let mandatory: Vec<&str> = set.mandatory.iter().map(|name| &**name).collect();
        let name = format!("{}{}", set.name, if set.is_default { " (default)" } else { "" });
        fact(f, 2, &name, &mandatory.join(", "), &set.source)?;
    }
    if cmdlet.body_type.is_some() || !cmdlet.body.is_empty() {
        writeln!(f, "  body")?;
        cmdlet.body.iter().try_for_each(|property| write_property(f, property))?;
    }
    section(f, "parameters", !cmdlet.parameters.is_empty())?;
    cmdlet.parameters.iter().try_for_each(|property| write_help(f, property))?;
    section(f, "identity", !cmdlet.identity.is_empty())?;
    cmdlet.identity.iter().try_for_each(|property| write_help(f, property))?;
    for def in &cmdlet.types {
        fact(f, 1, def.name.as_str(), "a type, by the notes", &def.source)?;
        def.properties.iter().try_for_each(|property| write_property(f, property))?;
    }
    write_table(f, &cmdlet.permissions)?;
    section(f, "examples", !cmdlet.examples.is_empty())?;
    for example in &cmdlet.examples {
        fact(f, 2, &example.title, "", &example.source)?;
        for code in example.code.lines() {
            let code = code.trim_end().replace('\t', "    ");
            writeln!(f, "{}", format!("      {}", printable(&code)).trim_end())?;
        }
    }
    if !cmdlet.outputs.is_empty() {
        line(
            f,
            "puts out, it says",
            &format!("{} (generated from the request; no evidence)", cmdlet.outputs.join(", ")),
        )?;
    }
    Ok(())
}

/// A parameter with what the page says about it.
fn write_help(f: &mut fmt::Formatter<'_>, property: &Property) -> fmt::Result {
    write_property(f, property)?;
    match &*property.description {
        "" => Ok(()),
        help => detail(f, 3, "in the page's words", help),
    }
}
