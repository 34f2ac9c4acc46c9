"""The sentences of the printed rules of photo, video and story contests."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


WORK_CLAUSES: Mapping[str, str] = {
    "work.unwritten": _(
        "Quy định nhận bài, chấm bài do Ban Tổ chức lập và công bố trước khi nhận bài."
    ),
    "work.needs.pictures": _("Mỗi bài dự thi gồm nhiều nhất %(most)s ảnh."),
    "work.needs.story": _("Mỗi bài dự thi là một câu chuyện viết, có thể kèm ảnh."),
    "work.needs.video": _("Mỗi bài dự thi là đường dẫn đến một video."),
    "work.window": _(
        "Ban Tổ chức nhận bài từ %(opens)s đến trước %(closes)s, theo giờ Việt Nam và đồng hồ của máy chủ."
    ),
    "work.statement": _(
        "Người gửi cam đoan bài do mình làm và những người có hình trong bài đã đồng ý."
    ),
    "work.children.yes": _("Bài có hình trẻ em chỉ được nhận khi bố mẹ hoặc người giám hộ đồng ý."),
    "work.children.no": _("Không nhận bài có hình trẻ em."),
    "work.individual": _("Bảng cá nhân: bài của một người, số báo danh bắt đầu bằng chữ C."),
    "work.most_of_person": _("Ở bảng cá nhân, mỗi người gửi nhiều nhất %(most)s bài."),
    "work.most_individual": _("Bảng cá nhân nhận nhiều nhất %(most)s bài, theo thứ tự gửi."),
    "work.collective": _("Bảng tập thể: bài của một đơn vị, số báo danh bắt đầu bằng chữ T."),
    "work.most_of_unit": _("Ở bảng tập thể, mỗi đơn vị gửi nhiều nhất %(most)s bài."),
    "work.most_collective": _("Bảng tập thể nhận nhiều nhất %(most)s bài, theo thứ tự gửi."),
    "work.exclude_roles": _(
        "Để bảo đảm khách quan, những người sau không dự thi: %(roles)s. Bài của họ, nếu có, không được xếp hạng."
    ),
    "work.no_jury": _("Cuộc thi không có điểm của Ban Giám khảo; lượt bình chọn quyết định."),
    "work.jury": _(
        "Ban Giám khảo chấm theo số báo danh, không biết tên tác giả. Mỗi tiêu chí được chấm từ 0 đến %(full)s điểm:"
    ),
    "work.criterion": _("– %(name)s: trọng số %(weight)s."),
    "work.quorum": _(
        "Điểm của Ban Giám khảo là trung bình cộng điểm của các giám khảo, quy về thang điểm một trăm. Số giám khảo chấm mỗi bài ít nhất là %(quorum)s."
    ),
    "work.standardised": _(
        "Trước khi tính trung bình, điểm của từng giám khảo được chuẩn hóa để người chấm chặt và người chấm rộng có sức nặng như nhau."
    ),
    "work.conflict": _("Giám khảo không chấm bài của mình và bài mà mình có liên quan."),
    "work.votes.none": _("Cuộc thi không có bình chọn."),
    "work.votes": _(
        "Thành viên của nhóm bình chọn từ %(opens)s đến trước %(closes)s; mỗi người một lượt cho mỗi bài và không bình chọn bài của mình."
    ),
    "work.votes.uncounted": _("Lượt bình chọn không tính vào điểm."),
    "work.cap": _("Mỗi bài được tính nhiều nhất %(cap)s lượt bình chọn."),
    "work.cap.default": _(
        "Số lượt được tính của mỗi bài không vượt quá hai lần số trung vị của các bài có lượt bình chọn trong bảng; mức này thấp nhất là hai mươi lượt."
    ),
    "work.likes.yes": _(
        "Lượt thích trên Facebook chỉ dùng để xét giải phụ cho bài được thích nhiều nhất, theo số mà hai người cùng đếm."
    ),
    "work.likes.no": _("Lượt thích trên Facebook không tính vào kết quả."),
    "work.final": _(
        "Điểm cuối cùng gồm %(jury)s%% điểm của Ban Giám khảo và %(votes)s%% điểm bình chọn, làm tròn đến hai chữ số thập phân. Bài có nhiều lượt bình chọn được tính nhất trong bảng có điểm bình chọn cao nhất là một trăm, các bài khác theo tỷ lệ."
    ),
    "work.final.jury": _(
        "Điểm cuối cùng là điểm của Ban Giám khảo, làm tròn đến hai chữ số thập phân."
    ),
    "work.final.votes": _(
        "Điểm cuối cùng là điểm bình chọn, làm tròn đến hai chữ số thập phân. Bài có nhiều lượt bình chọn được tính nhất trong bảng có một trăm điểm, các bài khác theo tỷ lệ."
    ),
    "work.rank": _("Trong mỗi bảng, bài có điểm cuối cùng cao hơn thì xếp trên."),
    "work.rank.jury": _(
        "Trong mỗi bảng, bài có điểm cuối cùng cao hơn thì xếp trên; bằng nhau thì bài có điểm của Ban Giám khảo cao hơn xếp trên."
    ),
    "work.final_tie.server_seq": _("Nếu vẫn bằng nhau, bài có số báo danh nhỏ hơn thì xếp trên."),
    "work.final_tie.draw": _(
        "Nếu vẫn bằng nhau thì rút thăm bằng máy: lấy mã cuộc thi ghép với mã bài dự thi, tính mã SHA-256; mã nhỏ hơn thì xếp trên. Ai cũng có thể tự tính lại."
    ),
    "work.prizes": _(
        "Giải thưởng của mỗi bảng (tổng số: %(total)s), trao lần lượt từ trên xuống theo thứ hạng:"
    ),
    "work.prizes.shared": _(
        "Những bài cùng thứ hạng nhận cùng một mức giải, là mức của vị trí cao nhất trong nhóm; các vị trí mà các bài ấy chiếm không trao thêm cho bài sau."
    ),
    "work.one_prize.once": _(
        "Trong mỗi bảng, mỗi người hoặc mỗi đơn vị nhận nhiều nhất một giải, cho bài xếp cao nhất của mình. Bài khác vẫn giữ thứ hạng, còn giải được trao cho bài xếp liền sau."
    ),
    "work.one_prize.often": _("Một người, một đơn vị có thể nhận nhiều giải."),
    "work.prizes.unawarded": _("Giải không có bài đủ điều kiện thì không trao."),
    "work.decided": _(
        "Ban Tổ chức xem từng bài trước khi đăng; bài không được nhận thì người gửi được biết lý do."
    ),
    "work.unchanged": _("Thể lệ này không thay đổi từ khi có bài dự thi đầu tiên."),
    "work.hash": _(
        "Giải thưởng và cách xử lý khi bằng điểm được lập từ bộ quy tắc có mã kiểm tra SHA-256: %(sha256)s."
    ),
}
