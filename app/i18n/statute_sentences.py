"""The sentences of the printed rules of a contest, one for each value that may be ruled."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n.work_statute_sentences import WORK_CLAUSES


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


HEADINGS: Mapping[str, str] = {
    "attempts": _("Lượt dự thi và thời gian"),
    "scoring": _("Cách tính câu đúng và điểm"),
    "eligible": _("Người được xét giải"),
    "prediction": _("Câu dự đoán"),
    "rank": _("Thứ tự xếp hạng"),
    "prizes": _("Giải thưởng"),
    "fairness": _("Bảo đảm công bằng"),
    "entries": _("Bài dự thi và thời gian nhận bài"),
    "boards": _("Các bảng và người dự thi"),
    "judging": _("Chấm điểm của Ban Giám khảo"),
    "votes": _("Bình chọn và lượt thích"),
}

ROLES: Mapping[str, str] = {
    "organiser": _("người trong Ban Tổ chức"),
    "secretary": _("thư ký cuộc thi"),
    "juror": _("người trong Ban Giám khảo"),
    "adviser": _("người trong Ban Cố vấn, giám sát"),
    "bank_reader": _("người đã mở ngân hàng câu hỏi"),
}

#: What may stand in the chain of ranks, as it is chosen.
RANKS: Mapping[str, str] = {
    "-correct": _("Nhiều câu đúng hơn"),
    "-points": _("Tổng điểm cao hơn"),
    "prediction_distance": _("Số dự đoán gần đúng hơn"),
    "duration_ms": _("Thời gian làm bài ngắn hơn"),
    "submitted_at": _("Nộp bài sớm hơn"),
    "manual": _("Thứ tự Ban Tổ chức ghi trong biên bản"),
}

CLAUSES: Mapping[str, str] = {
    "attempts.unlimited": _(
        "Trong mỗi vòng thi, mỗi người được dự thi nhiều lượt, không giới hạn số lượt."
    ),
    "attempts.max": _(
        "Trong mỗi vòng thi, mỗi người được dự thi nhiều nhất %(max)s lượt. Lượt vượt quá số này không được tính."
    ),
    "attempts.once": _(
        "Trong mỗi vòng thi, mỗi người được dự thi một lượt. Kết quả của lượt ấy là kết quả của người dự thi."
    ),
    "counted.most_correct_then_earliest": _(
        "Kết quả của mỗi người là lượt có nhiều câu đúng nhất. Nếu có nhiều lượt bằng nhau thì lấy lượt nộp sớm nhất."
    ),
    "counted.highest_then_shortest": _(
        "Kết quả của mỗi người là lượt có nhiều câu đúng nhất. Nếu có nhiều lượt bằng nhau thì lấy lượt có thời gian làm bài ngắn nhất; vẫn bằng nhau thì lấy lượt nộp sớm nhất."
    ),
    "counted.highest_then_shortest.points": _(
        "Kết quả của mỗi người là lượt có tổng điểm cao nhất. Nếu có nhiều lượt bằng nhau thì lấy lượt có thời gian làm bài ngắn nhất; vẫn bằng nhau thì lấy lượt nộp sớm nhất."
    ),
    "counted.first": _("Kết quả của mỗi người là lượt nộp đầu tiên."),
    "counted.last": _("Kết quả của mỗi người là lượt nộp cuối cùng."),
    "counted.whole": _(
        "Số câu đúng, số dự đoán, thời gian làm bài và thời điểm nộp bài đều lấy từ cùng một lượt ấy; không ghép phần tốt của lượt này với lượt khác."
    ),
    "time_precision.ms": _("Thời gian do máy chủ ghi theo giờ Việt Nam, tính đến phần nghìn giây."),
    "time_precision.s": _(
        "Thời gian do máy chủ ghi theo giờ Việt Nam, tính đến giây; phần lẻ của giây được bỏ đi."
    ),
    "scoring.exact_set": _(
        "Một câu được tính là đúng khi người dự thi chọn đủ các phương án đúng và không chọn phương án sai nào. Mỗi câu đúng được 1 điểm."
    ),
    "scoring.partial": _(
        "Mỗi câu được tính điểm theo phần: lấy số phương án đúng đã chọn chia cho số phương án đúng của câu, trừ đi số phương án sai đã chọn chia cho số phương án sai của câu, thấp nhất là 0; kết quả nhân với số điểm của câu. Một câu được tính là câu đúng khi chọn đủ các phương án đúng và không chọn phương án sai nào."
    ),
    "scoring.points": _(
        "Mỗi câu có số điểm ghi trên đề thi. Người dự thi được đủ số điểm của câu khi chọn đủ các phương án đúng và không chọn phương án sai nào; nếu không thì được 0 điểm."
    ),
    "eligible.all_correct": _(
        "Người được xét giải là người trả lời đúng tất cả các câu hỏi trong lượt được tính."
    ),
    "eligible.all": _("Tất cả người dự thi hợp lệ đều được xét giải."),
    "fallback.highest_correct": _(
        "Nếu không có ai trả lời đúng tất cả các câu hỏi thì tất cả người dự thi hợp lệ đều được xét giải, theo thứ tự tại Điều %(article_rank)s."
    ),
    "fallback.highest_correct.first": _(
        "Nếu không có ai trả lời đúng tất cả các câu hỏi thì tất cả người dự thi hợp lệ đều được xét giải: ai có nhiều câu đúng hơn thì xếp trên, bằng nhau thì theo thứ tự tại Điều %(article_rank)s."
    ),
    "fallback.no_award": _(
        "Nếu không có ai trả lời đúng tất cả các câu hỏi thì vòng thi không trao giải."
    ),
    "exclude_roles": _(
        "Để bảo đảm khách quan, những người sau không dự thi: %(roles)s. Lượt làm bài của họ, nếu có, không được xếp hạng và không tính vào số người, số lượt dự thi."
    ),
    "exclude_roles.none": _("Người tham gia tổ chức cuộc thi cũng được dự thi như mọi người."),
    "prediction.none": _("Cuộc thi không có câu dự đoán."),
    "prediction.persons_all_correct": _(
        "Người dự thi dự đoán số người trả lời đúng tất cả các câu hỏi của vòng thi. Mỗi người chỉ tính một lần, theo lượt được tính."
    ),
    "prediction.attempts_all_correct": _(
        "Người dự thi dự đoán số lượt dự thi trả lời đúng tất cả các câu hỏi của vòng thi. Một người có nhiều lượt đúng hết thì tính đủ các lượt ấy."
    ),
    "prediction.participants": _(
        "Người dự thi dự đoán số người tham gia vòng thi. Mỗi người chỉ tính một lần, dù dự thi mấy lượt."
    ),
    "prediction.attempts": _(
        "Người dự thi dự đoán tổng số lượt dự thi của vòng thi. Một người dự thi mấy lượt thì tính bấy nhiêu lượt."
    ),
    "distance.abs": _(
        "Độ lệch là khoảng cách giữa số dự đoán và số thực tế; đoán nhiều hơn hay ít hơn đều tính như nhau."
    ),
    "n_counts.after_disqualification": _(
        "Số thực tế không tính những người không được công nhận kết quả. Khi danh sách này thay đổi, số thực tế được tính lại."
    ),
    "n_counts.before": _("Số thực tế tính cả những người sau đó không được công nhận kết quả."),
    "rank.intro": _(
        "Người được xét giải được xếp lần lượt theo các tiêu chí dưới đây; bằng nhau ở tiêu chí trước mới xét đến tiêu chí sau:"
    ),
    "rank.-correct": _("%(number)s) Có nhiều câu đúng hơn thì xếp trên."),
    "rank.-points": _("%(number)s) Có tổng điểm cao hơn thì xếp trên."),
    "rank.prediction_distance": _(
        "%(number)s) Có độ lệch của số dự đoán nhỏ hơn thì xếp trên; không ghi số dự đoán thì xếp sau người có ghi."
    ),
    "rank.duration_ms": _("%(number)s) Có thời gian làm bài ngắn hơn thì xếp trên."),
    "rank.submitted_at": _("%(number)s) Nộp bài sớm hơn thì xếp trên."),
    "rank.manual": _(
        "%(number)s) Theo thứ tự do Ban Tổ chức ghi trong biên bản; số nhỏ hơn thì xếp trên."
    ),
    "final_tie.server_seq": _("Nếu vẫn bằng nhau, bài được máy chủ nhận trước thì xếp trên."),
    "final_tie.shared": _("Nếu vẫn bằng nhau thì cùng một thứ hạng."),
    "final_tie.draw": _(
        "Nếu vẫn bằng nhau thì rút thăm bằng máy: lấy chuỗi rút thăm đã công bố ghép với mã lượt dự thi, tính mã SHA-256; mã nhỏ hơn thì xếp trên. Ai cũng có thể tự tính lại."
    ),
    "rank.others": _(
        "Người không được xét giải xếp sau những người được xét giải, cũng theo thứ tự này."
    ),
    "prizes.none": _("Cuộc thi không có giải thưởng."),
    "prizes.intro": _(
        "Giải thưởng của mỗi bảng xếp hạng trong vòng thi (tổng số: %(total)s), trao lần lượt từ trên xuống theo thứ hạng:"
    ),
    "prizes.one": _("– %(name)s: %(count)s giải."),
    "prizes.shared": _(
        "Những người cùng thứ hạng nhận cùng một mức giải, là mức của vị trí cao nhất trong nhóm; các vị trí mà họ chiếm không trao thêm cho người sau. Nhóm ở vị trí cuối cùng có giải thì mọi người trong nhóm đều được nhận."
    ),
    "one_prize_per.contest": _(
        "Trong cả cuộc thi, mỗi người nhận nhiều nhất một giải. Người đã có giải vẫn giữ thứ hạng, còn giải được trao cho người xếp liền sau."
    ),
    "one_prize_per.round": _(
        "Trong một vòng thi, mỗi người nhận nhiều nhất một giải. Người đã có giải ở bảng khác của vòng ấy vẫn giữ thứ hạng, còn giải được trao cho người xếp liền sau."
    ),
    "one_prize_per.none": _("Một người có thể nhận nhiều giải ở các bảng, các vòng khác nhau."),
    "prizes.waived": _(
        "Nếu người được giải không nhận thì giải được chuyển cho người xếp liền sau."
    ),
    "prizes.unawarded": _("Giải không có người đủ điều kiện thì không trao."),
    "fairness.free": _("Hội không thu phí dự thi."),
    "fairness.disqualified": _(
        "Chỉ Ban Tổ chức mới được quyết định không công nhận kết quả của một người, có ghi lý do và căn cứ. Người đó được biết và có quyền đề nghị xem xét lại; khi được công nhận lại thì kết quả được tính lại."
    ),
    "fairness.proof": _(
        "Nộp bài xong, người dự thi nhận biên nhận để tự đối chiếu với dữ liệu được công bố khi vòng thi kết thúc."
    ),
    "fairness.unchanged": _("Thể lệ này không thay đổi từ khi có lượt dự thi đầu tiên."),
    "fairness.hash": _("Thể lệ được lập từ bộ quy tắc có mã kiểm tra SHA-256: %(sha256)s."),
    **WORK_CLAUSES,
}
