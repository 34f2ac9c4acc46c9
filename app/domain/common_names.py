"""Words that are names of Vietnamese women, without marks: a slip of one is mostly none of them.

Written from general knowledge of names in use, by far not complete: what is missing here is only
taken for a possible slip of a name beside it. A last y is written i, as in `keystrokes`.
"""

FAMILIES = frozenset(
    """
    an au bach bui cao chu cu cung dam dang dao dau diep dinh do doan dong duong giap ha ho
    hoang huynh khong khuat kieu la lai lam le lo luc luong luu li ma mac mai nghiem ngo nguy
    nguyen nhu ninh nong ong pham phan phung quach quan ta tang thach thai than thieu to ton
    tong tran trieu trinh truong tu uong vi vo vu vuong
    """.split()
)
MIDDLES = frozenset(
    "thi thuy ngoc kim minh thu thanh hong bich lan phuong mai mi nhu tuyet".split()
)
GIVEN = frozenset(
    """
    ai an anh bao be bich bien binh bong cam can canh chau chi chien chinh chuc chung chuyen cuc
    cuong dan dao dat dau den diem diep dieu dinh doan dong dung duyen duong gai gam giang gioi
    ha hai han hang hanh hao hau hien hiep hieu hoa hoai hoan hong hop hue huong huu huyen khanh
    khuyen kieu kim la lai lam lan lanh le len lien lieu linh loan loc loi lua luong luu luyen
    li mai man mau may men mien minh mo mong mui mi na nam nen nga ngan ngat nghia ngo ngoan
    ngoc nguyen nguyet nha nhai nham nhan nhat nhi nhien nho nhu nhuan nhung ninh no nu nuong
    oanh phan phien phuc phung phuong phuoc que qui quyen quynh rang sam san sau sen sinh soan
    song suong suu ta tam tan thai than thanh thao thap thi thin thinh tho thoa thoan thom thu
    thuan thuc thuong thuy thuyet tien tinh toan to toi tra tram tran trang tri trinh truc tu
    tuat tuoi tuyen tuyet ti uyen van vang vien viet vinh vui vi xinh xoa xoan xuan xuyen i yen
    """.split()
)
