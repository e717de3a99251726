"""The permutations of datasketch's affine32 with 128 values and seed 1.

As numbers, so that a small pipe need not import numpy's random generators; a test draws them anew.
"""

import base64

import numpy as np
from numpy.typing import NDArray

_TEXT = (
    "OX!2u*8z|I8DGwDktlfG|NRaC6Ni~WmsQJ}3q6AWpOzy_fv4bjApu7(1ECDdnSWhhk35{l+g0tb`Sa*j4I3rPGy4AC"
    "Wy#+YDXLGg{i&eV%VK4qB^T9Rsgscm7x%4b`9Tch)ti{XIVFpAJHG`E9kZShWrRmpiPZAbulcCeufG=R)0Ye$<AsFW"
    "@5|svy<64b!H#WZtq6&Z8!`Kt)31|m6Z^mK4+sOBe<FFHdzOPQEgX1ab4p7I0~EHv0q^6wdEyDmqw$5P5$cL7vBklt"
    "8~y$h=QPcWUjy`3)gM(J^W>Ysk#kR1J%m~^k4UC32Wy+xjSJ&fD}Qk6W8Br!a|-(q2V^B>iMKssF;+^H<3o#~SNOw7"
    "nGAhjHJA>OX%1AYp-MQ@+Z0_1=jMJ9Q|c0crQ3i%9{^1Hf!ID$iIER~Gho!1-&&TB#l36fuWKBX4^O&rH454^GyRVx"
    "(M(e1EeJsH6K*rnhkZRU&zDq|{fLInFG^RF``Rr%$r_VFH-WMYOLyuCbE42Hr&N$zP1$bM5rtZ8K}sglMZ5Kf6<!UQ"
    "FM6;09}P7t-&Il@uQ<OUGrsaAj~`Y#=K&x~xeCAOm2|l+eF>k1UAjhQL8nJ{u`OjZFDW1qZzccJgGyfJ<7$Xwn@)24"
    "2Tl*v0hh@X_`k^v{nYlu&4Dn92FIHVG;;2#)zQ==#>LNr0`}U<O!m<6+Yg}!m3SzY%Yqc*2U$huO&D>C$cix|OVqA%"
    "Or57AD+FWY6f&{S9$u+nBqq*fXEWA`2d7jjEf4*s#4~a2IhuQ1@Gb{g{GBb5(l|B1U_eQu4FTJ^3M^J27g-?Ud_S?U"
    "QTwQ$hv(9zdBZ)xn82G_%4Shn+&yE%l>Qk-ps7V$jLcZ&!MwJ>USgMRJf5H7>B0Z@n85r3Qcc&Xa}$JrVRI*+f(Yai"
    "?EPOI+@^KOXSxydVz*`x3UMuSwx0D`U{?{8={X$nQm1=p*2y|y#>}le!n#hwN8v-~=Rb$Vu&CUUHufb=4;;Jzg*(#4"
    "kv09Ds%R!B6ab%7c3L5nut)8N7FkXL<r&T5jn9L%@dtKWa_W0{VZxQ@wN|{tRELzG3Jj-rVB8D@w?N%QJ(=(AIL_(R"
    "*`D68m7ybz=ZsMQVBGK#`GFoR(;xJB8B`l1@zo{1j+4IbjR+($)U0B%bROMyD`Vvlh7S2U%?4({xPlyly9fTjkGo_w"
    "7*<Q{`!k;miF_uu!Xeaz$2ia*HE$X$Mcoz!q{(z;Wy7@w_)2^m6&ODUDD8rRO|S<)+lVC^vC1mkacSvEFV*mg&4pAu"
    "sJ(@a&K0@$Emn`$SLZ)R"
)


def stored() -> NDArray[np.uint32]:
    """The `a` and `b` of each permutation, shape (2, 128)."""
    return np.frombuffer(base64.b85decode(_TEXT), dtype="<u4").reshape(2, -1)
