//! A source file as far as calls need it: plain data, so that files are read on all cores.

use std::sync::Arc;

/// A shared expression: bodies are looked at once for each way they are called.
pub(crate) type Body = Arc<Expr>;

/// A name: short, and made once.
pub(crate) type Name = Arc<str>;

/// A file with its modules, the first of which is the file itself.
#[derive(Debug, Default)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) modules: Vec<Module>,
}

/// A module, of a file or inside of one.
#[derive(Debug, Default)]
pub(crate) struct Module {
    pub(crate) name: String,
    pub(crate) uses: Vec<Use>,
    pub(crate) items: Vec<Item>,
    /// Whether a build script's file is included here.
    pub(crate) includes: bool,
    /// Modules that are declared here.
    pub(crate) children: Vec<Name>,
}

/// One name that a `use` brings in.
#[derive(Clone, Debug)]
pub(crate) struct Use {
    pub(crate) path: Vec<Name>,
    /// The name it has here; nothing when it is all of the module's names.
    pub(crate) name: Option<Name>,
}

/// A declaration.
#[derive(Debug)]
pub(crate) enum Item {
    Function(Arc<Function>),
    Struct(Struct),
    /// A constant or a static.
    Value {
        name: Name,
        ty: Type,
        body: Body,
    },
    Alias {
        name: Name,
        ty: Type,
    },
    Trait {
        name: Name,
        functions: Vec<Arc<Function>>,
    },
    Impl {
        ty: Type,
        of: Option<Name>,
        generics: Vec<Generic>,
        target: Option<Type>,
        functions: Vec<Arc<Function>>,
    },
    /// `macro_rules!`, as text: tokens stay in the thread that read them.
    Macro {
        name: Name,
        text: String,
    },
    /// Anything else that holds code.
    Code(Body),
}

/// A structure or a variant of an enumeration.
#[derive(Debug)]
pub(crate) struct Struct {
    pub(crate) name: Name,
    pub(crate) generics: Vec<Generic>,
    /// Those of tuples are called by their numbers.
    pub(crate) fields: Vec<(Name, Type)>,
}

/// A type parameter with what is said of it.
#[derive(Clone, Debug)]
pub(crate) struct Generic {
    pub(crate) name: Name,
    pub(crate) bounds: Vec<Type>,
}

/// A function, a method, or a function of a trait.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: Name,
    pub(crate) generics: Vec<Generic>,
    pub(crate) has_self: bool,
    pub(crate) parameters: Vec<(Pattern, Type)>,
    pub(crate) output: Type,
    pub(crate) body: Option<Body>,
}

/// A type as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    /// None, or nothing that matters here.
    Other,
    Inferred,
    Path(Vec<Name>, Vec<Type>),
    Tuple(Vec<Type>),
    /// An array or a slice.
    List(Box<Type>),
    /// A closure or a function pointer.
    Function(Vec<Type>, Box<Type>),
    /// `impl A + B` or `dyn A`.
    Bounds(Vec<Type>),
    /// What a bound says of an associated type: `Output = T`.
    Associated(Name, Box<Type>),
}

/// What a value is taken apart by.
#[derive(Clone, Debug)]
pub(crate) enum Pattern {
    Other,
    Name(Name),
    /// Positions of a tuple.
    Tuple(Vec<Pattern>),
    /// `Some(a)`, `Pair(a, b)`.
    TupleStruct(Name, Vec<Pattern>),
    Struct(Name, Vec<(Name, Pattern)>),
    /// Elements of a list.
    List(Vec<Pattern>),
    Typed(Box<Pattern>, Type),
    /// `name @ pattern`, or several that bind the same.
    Several(Vec<Pattern>),
}

/// An expression.
#[derive(Debug)]
pub(crate) enum Expr {
    /// No value that matters, but these parts.
    Parts(Vec<Expr>),
    Path(Vec<Name>, u32),
    Text(String),
    /// `format!` with this template.
    Format(String),
    Call {
        function: Box<Expr>,
        arguments: Vec<Expr>,
    },
    Method {
        receiver: Box<Expr>,
        name: Name,
        line: u32,
        arguments: Vec<Expr>,
    },
    Field(Box<Expr>, Name),
    Closure {
        parameters: Vec<(Pattern, Type)>,
        output: Type,
        body: Body,
    },
    Block(Vec<Statement>),
    /// The same value by either.
    Either(Vec<Expr>),
    Match(Box<Expr>, Vec<(Pattern, Expr)>),
    Loop {
        pattern: Pattern,
        over: Box<Expr>,
        body: Box<Expr>,
    },
    /// `?`
    Try(Box<Expr>),
    Index(Box<Expr>),
    Tuple(Vec<Expr>),
    List(Vec<Expr>),
    Struct(Vec<Name>, Vec<(Name, Expr)>),
    Assign(Box<Expr>, Box<Expr>),
    Cast(Type),
    Return(Box<Expr>),
    Let(Pattern, Box<Expr>),
    Macro {
        name: Name,
        line: u32,
        text: String,
        parts: Vec<Expr>,
    },
}

/// A statement of a block.
#[derive(Debug)]
pub(crate) enum Statement {
    Let(Pattern, Option<Expr>, Option<Expr>),
    Expr(Expr, bool),
}
