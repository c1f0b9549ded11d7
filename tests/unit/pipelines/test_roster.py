"""Names and posts are read from leads."""

from __future__ import annotations

from pipelines.names import is_name, split_post, titled_name
from pipelines.roster import introduced, roster


def test_posts_stand_before_names():
    lead = (
        "6月3日，发布会由市委宣传部副部长央金主持，邀请市公安局党委委员、副局长何永平同志，"
        "市公安局刑警支队支队长强巴同志，市公安局新城分局政委尼玛次仁同志出席。"
    )
    assert roster([lead]) == {
        "央金": "市委宣传部副部长",
        "何永平": "市公安局党委委员、副局长",
        "强巴": "市公安局刑警支队支队长",
        "尼玛次仁": "市公安局新城分局政委",
    }


def test_each_of_several_people_has_their_own_post():
    lead = "云岭市公安局刑侦总队处长张志安介绍了打击犯罪情况，市禁毒办副主任、禁毒总队政委赵景明介绍了禁毒情况。"
    assert roster([lead]) == {"张志安": "云岭市公安局刑侦总队处长", "赵景明": "市禁毒办副主任、禁毒总队政委"}


def test_the_first_post_counts():
    assert roster(["副市长林岚出席。", "组长林岚主持。"]) == {"林岚": "副市长"}


def test_a_date_before_a_post_is_not_part_of_it():
    assert roster(["2020年3月24日外交部发言人耿明主持例行记者会"]) == {"耿明": "外交部发言人"}


def test_prose_without_people_names_nobody():
    assert roster(["经济增长高于预期，成长性良好。", "委员会主任会议通过了条例。"]) == {}


def test_names_have_shapes():
    assert all(is_name(name) for name in ("林岚", "欧阳明月", "买买提·艾力"))
    assert not any(is_name(word) for word in ("方案", "高度", "时间安排", "各位", "林岚局长"))


def test_a_post_may_run_into_a_name():
    assert split_post("外交部部长王毅明") == ("外交部部长", "王毅明")
    assert split_post("云岭省人民政府新闻办公室张静怡") == ("云岭省人民政府新闻办公室", "张静怡")
    assert split_post("市公安局高度重视") is None


def test_an_honorific_follows_a_name_or_a_surname():
    assert titled_name("何永平同志") == "何永平"
    assert titled_name("孔局长") == ""
    assert titled_name("基础建设") is None


LEAD = (
    "2024年5月16日，澄岚市召开新闻发布会，由市委宣传部副部长岳清和主持，"
    "邀请市公安局党委委员、副局长闵远舟同志，反诈中心主任卓一汀同志介绍情况。"
)


def test_a_lead_introduces_those_who_speak_with_their_posts():
    assert introduced([LEAD], ["岳清和", "闵远舟", "卓一汀", "岳清和", "澄岚日报记者", "主持人"]) == {
        "岳清和": "市委宣传部副部长",
        "闵远舟": "市公安局党委委员、副局长",
        "卓一汀": "反诈中心主任",
    }


def test_a_name_without_a_post_before_it_is_not_introduced():
    assert introduced(["会上，闵远舟介绍了情况，记者就此采访了卓一汀。"], ["闵远舟", "卓一汀"]) == {}
