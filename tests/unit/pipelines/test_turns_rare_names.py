"""People whose surname no list has, and reporters who ask what looks like a byline."""

from __future__ import annotations

import pytest

from pipelines.named_people import names_at
from pipelines.roster import vouched
from pipelines.turns import segment_turns

LEAD = "3月14日，市政府举行新闻发布会。市民政局副局长殳向晚、市气象台首席预报员宓若桥出席，新闻办副主任颛孙越主持。"
PAGE = (
    LEAD,
    "颛孙越：各位记者朋友，大家下午好。下面开始提问。",
    "澄岚晚报：老人吃饭的问题怎么解决？",
    "殳向晚：建成助餐点218个，最远的老人走8分钟也能到。",
    "澄岚日报：周末会不会下雨？",
    "宓若桥：周六晴，周日有小雨。",
)


def test_a_name_without_a_known_surname_is_a_speaker_when_the_lead_gives_it_a_post():
    assert [turn.speaker for turn in segment_turns(PAGE)] == ["颛孙越", "澄岚晚报", "殳向晚", "澄岚日报", "宓若桥"]


def test_a_line_of_post_and_rare_name_heads_a_speech():
    page = (
        "省公安厅政委褚䶮介绍了有关情况，支队长厍𬍛回答了提问。",
        "省公安厅政委 褚䶮",
        "各位媒体朋友，大家上午好。今年共破获案件9346起。",
        "朔原晚报记者：牛羊追得回来吗？",
        "厍𬍛：追得回来，已经登记216万头只。",
    )
    turns = [(turn.speaker, turn.role, turn.kind) for turn in segment_turns(page)]
    assert turns == [
        ("褚䶮", "省公安厅政委", "statement"),
        ("朔原晚报记者", None, "question"),
        ("厍𬍛", None, "answer"),
    ]


@pytest.mark.parametrize("label", ["具体措施", "一是打击", "周末"])
def test_no_heading_is_vouched_for(label: str):
    assert vouched(LEAD, [label]) == set()


def test_the_reply_to_a_greeting_of_the_season_answers():
    page = (
        "开场语：各位网友大家好，欢迎收看“在线访谈”。",
        "主持人：蔺局长，新春好！",
        "蔺沐川：主持人新春好，各位网友新春好！",
        "主持人：今年的用工形势怎么样？",
        "蔺沐川：缺口约3.15万人。",
    )
    assert [turn.kind for turn in segment_turns(page)] == ["moderation", "moderation", "answer", "question", "answer"]


@pytest.mark.parametrize(
    ("rest", "people"),
    [
        ("在药店买药能不能报销？", None),
        ("今年的雨水比往年多了不少，大家都看在眼里。", None),
        ("邰知白", "邰知白"),
        ("邰知白 濮映雪", "邰知白 濮映雪"),
    ],
)
def test_a_question_is_no_byline(rest: str, people: str | None):
    assert names_at(rest) == people


def test_a_sentence_about_citizens_is_no_citizen_speaking():
    answer = "宓若桥：预报能提前两个小时。\n市民可以从四个渠道得到消息：短信、喇叭、铜锣、电子屏。"
    turns = segment_turns((*PAGE[:5], *answer.split("\n")))
    assert turns[-1].text.endswith("市民可以从四个渠道得到消息：短信、喇叭、铜锣、电子屏。")


def test_a_bill_above_an_interview_names_host_and_guests():
    page = (
        "主持人：市委宣传部 徐静",
        "嘉宾：阿依古丽·买买提、欧阳文静",
        "徐静：欢迎两位。先请阿依古丽局长介绍情况。",
        "阿依古丽·买买提：全市有非遗项目一百零二项。",
        "徐静：欧阳老师，您怎么看传承？",
        "欧阳文静：关键在人。",
    )
    turns = [(turn.speaker, turn.kind) for turn in segment_turns(page)]
    assert turns == [
        ("徐静", "moderation"),
        ("阿依古丽·买买提", "statement"),
        ("徐静", "question"),
        ("欧阳文静", "answer"),
    ]


def test_a_name_alone_on_its_line_speaks_again_where_it_stood_below_its_post():
    page = (
        "主持人",
        "大家上午好，欢迎出席今天的新闻发布会。",
        "市商务局局长 白云飞",
        "大家好，下面我介绍有关情况。",
        "澄岚晚报记者",
        "请问消费券怎么领？",
        "白云飞",
        "在手机上就能领，每人两张。",
    )
    assert [turn.speaker for turn in segment_turns(page)] == ["主持人", "白云飞", "澄岚晚报记者", "白云飞"]


def test_names_alone_on_their_lines_speak_where_hosts_stand_so_too():
    page = (
        "主持人",
        "各位记者，大家上午好！现在开始发布会。",
        "王立",
        "各位好！我先通报总体情况。",
        "主持人",
        "下面请记者提问。",
        "澄岚晚报记者",
        "请问下一步有哪些举措？",
        "王立",
        "一是扩大供给，二是提升服务。",
    )
    assert [turn.speaker for turn in segment_turns(page)] == ["主持人", "王立", "主持人", "澄岚晚报记者", "王立"]


def test_a_name_alone_on_a_line_is_a_signature_where_nobody_stands_so():
    page = (
        "主持人：各位网友，大家好。请问局长，今年有哪些举措？",
        "王立：一是扩大供给，二是提升服务。",
        "李明",
        "2023年5月6日",
    )
    assert [turn.speaker for turn in segment_turns(page)] == ["主持人", "王立"]


@pytest.mark.parametrize("post", ["党组成员", "总飞行师", "首席信息官", "大队教导员", "党代表联络室负责同事", ""])
def test_a_name_behind_an_authority_speaks_whatever_the_post_is_called(post):
    spokesman = f"云岭市林业局{post} 钱伟"
    page = (
        "主持人：各位记者朋友，大家上午好！首先请有关负责同志介绍情况。",
        f"{spokesman}：今年以来，全市共造林三千余亩。",
        "云岭日报记者：请问下一步有什么打算？",
        f"{spokesman}：感谢您的提问。我们将继续加大工作力度。",
        "主持人：今天的发布会到此结束，谢谢大家！",
    )
    speakers = [turn.speaker for turn in segment_turns(page)]
    assert speakers == ["主持人", spokesman, "云岭日报记者", spokesman, "主持人"]


def test_what_stands_behind_an_authority_and_is_no_name_does_not_speak():
    page = (
        "主持人：各位记者朋友，大家上午好！首先请钱伟局长介绍情况。",
        "钱伟：今年以来，全市共造林三千余亩。",
        "云岭市林业局造林科 地址：云岭市青砚路一号。",
        "云岭市林业局造林科 关注：不要携带火种。",
        "云岭日报记者：请问下一步有什么打算？",
        "钱伟：感谢您的提问。我们将继续加大工作力度。",
    )
    assert [turn.speaker for turn in segment_turns(page)] == ["主持人", "钱伟", "云岭日报记者", "钱伟"]
