//! What such text says, by what it wants.
//!
//! Written for text in lower case with single white spaces; a space stands for
//! a space or a line break. "AI" alone is never a model: it is aortic or
//! adrenal insufficiency in most notes.

/// A form of words, and what must stand near for it to be tried.
pub(super) struct Pattern {
    /// One of these stands in every text that matches.
    pub(super) triggers: &'static [&'static str],
    /// A regular expression.
    pub(super) text: &'static str,
}

macro_rules! pattern {
    ($triggers:expr, $($text:expr),+ $(,)?) => {
        Pattern { triggers: &$triggers, text: concat!($($text),+) }
    };
}

/// Every pattern.
pub(super) const PATTERNS: &[Pattern] = &[
    // Other instructions are to be ignored.
    pattern!(
        [
            "ignore",
            "disregard",
            "forget",
            "override",
            "overrule",
            "follow",
            "attention to"
        ],
        r"\b(?:ignore|disregard|forget|override|overrule|(?:do not|don't|stop) follow(?:ing)?|",
        r"pay no attention to)\b.{0,30}?\b(?:previous|prior|above|earlier|preceding|foregoing|",
        r"initial|original|your|system|safety|all (?:of )?(?:the|other|these|those))\b.{0,20}?\b",
        r"(?:instructions?|prompts?|rules|directives?|guidelines|constraints|commands?|",
        r"programming|training)\b",
    ),
    pattern!(
        ["instructions", "prompt", "directive"],
        r"\b(?:new|updated|revised|special|hidden|secret) (?:system )?(?:instructions|prompt|",
        r"directives?) (?:to|for) (?:the )?(?:ai|model|assistant|llm|coder|coding)\b",
    ),
    pattern!(
        ["prompt", "instructions"],
        r"\b(?:reveal|show|print|repeat|leak|output) (?:me )?(?:your|the) (?:system |initial |",
        r"hidden )?(?:prompt|instructions)\b",
    ),
    // The reader is given a role.
    pattern!(
        ["you are", "you're"],
        r"\byou(?: are|'re) (?:now |actually |really )?(?:an? |the |my )?(?:[a-z-]+ ){0,3}?",
        r"(?:ai|llm|(?:language|coding|ai) model|chat ?bot|bot|gpt|virtual assistant|ai assistant|",
        r"coding (?:assistant|engine|system|agent|expert)|auto-?coder|",
        r"(?:medical|clinical|billing|certified|professional|expert) coder|",
        r"billing (?:supervisor|manager|agent|assistant|expert|specialist)|",
        r"unrestricted|jailbroken)\b",
    ),
    pattern!(
        [
            "act as",
            "behave as",
            "operate as",
            "function as",
            "pretend",
            "role of"
        ],
        r"\b(?:(?:act|behave|operate|function) as (?:if you (?:were|are) )?|pretend (?:that )?you ",
        r"(?:are|were) |(?:assume|take) (?:on )?the role of )(?:an? |the )?(?:[a-z-]+ ){0,2}?",
        r"(?:ai|llm|language model|coder|chat ?bot|administrator|biller|",
        r"billing (?:supervisor|manager|agent|assistant|expert|specialist)|developer)\b",
    ),
    pattern!(
        ["language model", "an ai", "chatgpt", "automated"],
        r"\b(?:as an? (?:ai|(?:large )?language model)\b(?: model| assistant| system)|",
        r"(?:as|if you are|since you are) an? (?:large )?language model|",
        r"if you are (?:an? )?(?:ai|llm|automated|chatgpt)\b|",
        r"(?:language model|chatgpt)s? (?:must|should|shall|please|is (?:instructed|required)|",
        r"reading|processing|reviewing))",
    ),
    // The form of a prompt is imitated.
    pattern!(
        [
            "<|",
            "[inst",
            "[/inst",
            "<<sys",
            "<</sys",
            "<system",
            "</system",
            "<assistant",
            "</assistant",
            "<instruction",
            "</instruction",
            "<prompt",
            "</prompt",
            "###",
            "<<<note",
            "note>>>"
        ],
        r"<\|[a-z_]{2,20}\|>|\[/?inst\]|<</?sys>>|</?(?:system|assistant|instructions?|prompt)>|",
        r"### ?(?:instructions?|system|response|human|assistant)\b|<<<note\b|\bnote>>>",
    ),
    pattern!(
        [
            "system message",
            "system prompt",
            "system override",
            "developer mode",
            "developer message",
            "jailbreak",
            "prompt injection",
            "user message",
            "system instruction"
        ],
        r"\b(?:system (?:message|prompt|override|instructions?)|developer (?:mode|message)|",
        r"jailbreak|prompt injection|(?:end|begin|start|beginning) of (?:the )?user message)\b",
    ),
    pattern!(
        ["system:", "system :"],
        r"(?:^|[\n.!?>\]]) ?system ?: .{0,80}?\b(?:you|ignore|output|assign|coders?|model|prompt|",
        r"respond|must|do not)\b",
    ),
    // Codes are ordered.
    pattern!(
        ["code", "suggestions", "json", "drg"],
        r"\b(?:output|emit|return|print|produce|generate|suggest|(?:respond|answer|reply) with)[ :]+",
        r"(?:(?:only|just|the|these|this|following|exactly|all|both|an?|icd|icd-10|icd-10-cm|",
        r"diagnosis|billing|cpt|valid|additional)[ :]+){0,5}(?:codes?|suggestions|json|drg)\b",
    ),
    pattern!(
        ["code", "drg"],
        r"\b(?:assign|add|report|include|append|use|enter|bill|submit|apply|select|record)[ :]+",
        r"(?:(?:only|also|the|these|this|following|all|both|an?|icd|icd-10|icd-10-cm|diagnosis|",
        r"procedure|billing|ms)[ :-]+){0,5}(?:codes?|drg|drgs)\b.{0,20}?",
        r"\b(?:[a-tv-z][0-9][0-9a-z](?:\.?[0-9a-z]{1,4})?|[0-9]{3})\b",
    ),
    pattern!(
        ["code this", "code the"],
        r"\bcode (?:this|the) (?:chart|encounter|case|visit|patient|stay|record|admission) ",
        r"(?:as|with|to|for)\b",
    ),
    pattern!(
        ["drg", "reimbursement"],
        r"\b(?:add|assign|choose|select|change|upgrade|maximi[sz]e|increase|optimi[sz]e) ",
        r"(?:(?:the|this|to|an?|higher|highest|best|our) ){0,4}(?:(?:ms-)?drg|reimbursement)\b",
    ),
    // Something is to be kept from a person.
    pattern!(
        [
            "do not",
            "don't",
            "never",
            "without",
            "no need to",
            "must not"
        ],
        r"\b(?:do not|don't|never|without|no need to|must not) (?:ask|request|flag|send|route|quote|",
        r"cite|tell|inform|notify|alert|mention|warn|asking|flagging|quoting|citing|telling|",
        r"informing|notifying|alerting)\b.{0,30}?\b(?:(?:for|human|manual|coder) review|reviewers?|",
        r"humans?|coders?|auditors?|billers?|evidence|cdi|coding)\b",
    ),
    // The coding process is spoken to.
    pattern!(
        [
            "attention",
            "dear ",
            "hey ",
            "note to",
            "note for",
            "message to",
            "message for",
            "instruction to",
            "instruction for",
            "instructions to",
            "instructions for"
        ],
        r"\b(?:attention|dear|hey|(?:note|message|instructions?) (?:to|for))[ :,]+(?:the |any |all ",
        r"|our )?(?:ai ?[:,]|(?:ai (?:model|system|assistant|coder)|llms?|(?:large )?language models?",
        r"|chatgpt|(?:automated |ai |medical |billing )*coders?|coding (?:assistant|engine|software|",
        r"system|model|algorithm|bot|team|staff|department))\b)",
    ),
    // The first of these in other languages.
    pattern!(
        [
            "instrucc",
            "indicaciones",
            "instruç",
            "consignes",
            "anweisung",
            "instruktion",
            "istruzioni",
            "instructies",
            "instrukcj"
        ],
        r"\b(?:ignor\w*|olvid\w*|oubli\w*|vergiss|vergessen|negeer|zignoruj\w*|desconsider\w*|",
        r"dimentica\w*|missacht\w*)\b.{0,30}?\b(?:instrucciones|indicaciones|consignes|instruções|",
        r"instruktionen|anweisungen|istruzioni|instructies|instrukcje)\b",
    ),
    pattern!(
        ["instructions"],
        r"\b(?:ignorez|oubliez) .{0,20}?\binstructions (?:précédentes|antérieures|ci-dessus|du)\b",
    ),
    pattern!(
        [
            "忽略",
            "无视",
            "無視",
            "不要理会",
            "игнорир",
            "забудь",
            "지시"
        ],
        r"(?:忽略|无视|無視|不要理会).{0,12}?(?:指令|指示|提示|说明|規則|规则)|",
        r"(?:指令|指示|命令).{0,6}?無視|",
        r"(?:игнорир\w*|забудь\w*).{0,20}?(?:инструкц\w*|указани\w*)|지시.{0,8}?무시",
    ),
];
