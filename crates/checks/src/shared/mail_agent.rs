//! A small system that examples are built on: one agent of one team, with a fallback, started by a program.

/// The files of the system, followed by those of the example; `marked` puts a mark on the line of the agent's class.
macro_rules! mail_agent {
    (marked $more:literal) => {
        $crate::shared::mail_agent::mail_agent!(@ "class ReplyAgent: ⟵", $more)
    };
    ($more:literal) => {
        $crate::shared::mail_agent::mail_agent!(@ "class ReplyAgent:", $more)
    };
    (@ $class:literal, $more:literal) => {
        concat!(
            "\
//- main.py
from agents.mail.reply_agent import ReplyAgent

ReplyAgent().reply('boat')
//- agents/__init__.py
//- agents/mail/__init__.py
//- agents/mail/reply_agent.py
import openai


",
            $class,
            "
    def __init__(self, client=None):
        self.client = client or openai.OpenAI()

    def reply(self, text):
        try:
            return self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': text}])
        except openai.APIError:
            return {'reply': 'We will write tomorrow', 'degraded': True}
",
            $more
        )
    };
}
pub(crate) use mail_agent;
