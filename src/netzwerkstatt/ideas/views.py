from netzwerkstatt.site.placeholder import placeholder

pool = placeholder
idea = placeholder
